import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'broken-mount',
  summary: 'A mounted file system that answers with an error because what is behind it is gone.',
  schema: z.object({
    path: z.string().describe('the path that was asked'),
    error: z
      .enum(['ENOTCONN', 'ESTALE'])
      .describe('ENOTCONN: the process behind a FUSE mount is gone; ESTALE: the server no longer knows the file'),
  }),
  place: 'path',
  sources: [{ run: 'stat -f <path>', fills: ['path', 'error'] }],
})
