import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'immutable-file',
  summary: 'A file and whether its attributes keep even root from deleting it.',
  schema: z.object({
    path: z.string().describe('the file or directory'),
    immutable: z.boolean().describe('it has the attribute i (immutable) or a (append only)'),
  }),
  place: 'path',
  sources: [{ run: 'lsattr -d <path>', fills: ['path', 'immutable'] }],
})
