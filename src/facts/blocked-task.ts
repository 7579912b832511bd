import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'blocked-task',
  summary: 'A process or thread in uninterruptible sleep (state D); mostly not even SIGKILL ends it while it waits.',
  schema: z.object({
    pid: z.number().describe('process id, or thread id'),
    process: z.string().describe('its name'),
    wchan: z.string().optional().describe('function of the kernel that it waits in'),
    seconds: z
      .number()
      .optional()
      .describe('how long it was watched and did not move at all; absent from a single look, which proves no hang'),
  }),
  sources: [{ run: "ps -eLo state,tid,wchan:32,comm | grep '^D'", fills: ['pid', 'process', 'wchan'] }],
})
