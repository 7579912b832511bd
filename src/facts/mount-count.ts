import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'mount-count',
  summary: 'How many mounts one process sees in its mount namespace.',
  schema: z.object({
    count: z.number().describe('mounts'),
    pid: z.number().optional().describe('the process that was looked at; absent when the command looked at itself'),
    everyProcess: z
      .boolean()
      .optional()
      .describe(
        'the command went through all of /proc/[0-9]*, so that the fullest table of the node is among these rows',
      ),
    container: z.string().optional().describe('the container that the command ran in (`docker exec`)'),
  }),
  sources: [{ run: 'wc -l /proc/self/mountinfo', fills: ['count'] }],
})
