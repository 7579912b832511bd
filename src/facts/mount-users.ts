import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'mount-users',
  summary: 'How many processes use a mounted file system: what keeps it from being unmounted.',
  schema: z.object({
    path: z.string().describe('the mount point, as it was asked about'),
    users: z.number().describe('processes with an open file, a working directory, a root or a mapping on it'),
    pid: z.number().optional().describe('the first of them'),
    process: z.string().optional().describe('its name'),
  }),
  place: 'path',
  sources: [{ run: 'fuser -vm <path>', fills: ['path', 'users', 'pid', 'process'] }],
})
