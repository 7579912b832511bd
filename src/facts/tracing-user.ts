import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'tracing-user',
  summary: 'A process that uses ftrace: it holds a file of tracefs open, or says so in the lock file of perf-tools.',
  schema: z.object({
    process: z
      .string()
      .optional()
      .describe('command name as lsof prints it, cut by lsof; of the thread where lsof lists threads'),
    pid: z.number().describe('process id; the one in a lock file may have ended since'),
    path: z.string().describe('the open file below /sys/kernel/tracing or /sys/kernel/debug/tracing, or the lock file'),
    instance: z
      .string()
      .optional()
      .describe('name of the trace instance that the file belongs to, absent for the main one'),
  }),
  sources: [{ run: 'lsof 2>/dev/null | grep /tracing/', fills: ['process', 'pid', 'path', 'instance'] }],
})
