import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'container',
  summary: 'One container that dockerd knows, running or not.',
  schema: z.object({
    id: z.string().describe('id as printed: the first 12 hexadecimal digits, or all 64'),
    name: z.string().optional().describe('name without the leading slash'),
    image: z.string().optional().describe('image as printed: a reference, or an id when the tag has moved on'),
    state: z
      .enum(['created', 'running', 'exited', 'dead', 'paused', 'restarting', 'removing'])
      .describe('what STATUS says; `created` was never started, `removing` is `Removal In Progress`'),
    ageSeconds: z.number().optional().describe('seconds since it was created, as coarse as docker prints it'),
    exitCode: z.number().optional().describe('exit code of its last run, for exited and restarting ones'),
  }),
  sources: [{ run: 'docker ps -a', fills: ['id', 'name', 'image', 'state', 'ageSeconds', 'exitCode'] }],
})
