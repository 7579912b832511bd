import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'kernel',
  summary: 'The kernel that runs on the node.',
  schema: z.object({
    release: z.string().describe('release as `uname -r` prints it, e.g. 4.19.91-26.1.al7.x86_64'),
    major: z.number().describe('first number of the release'),
    minor: z.number().describe('second number of the release'),
    machine: z.string().optional().describe('processor architecture as `uname -m` prints it: x86_64, aarch64'),
  }),
  sources: [{ run: 'uname -r', fills: ['release', 'major', 'minor'] }],
})
