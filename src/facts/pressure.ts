import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

const FILLS = ['resource', 'share', 'avg10Percent', 'avg60Percent', 'avg300Percent', 'totalMicroseconds']

export default defineFactKind({
  id: 'pressure',
  summary: 'How much of the time tasks were stalled for want of a resource (PSI).',
  schema: z.object({
    resource: z.enum(['cpu', 'memory', 'io']).describe('what the tasks waited for'),
    share: z.enum(['some', 'full']).describe('some: at least one task was stalled; full: all of them at once'),
    avg10Percent: z.number().describe('share of the last 10 seconds, in percent'),
    avg60Percent: z.number().describe('share of the last 60 seconds, in percent'),
    avg300Percent: z.number().describe('share of the last 300 seconds, in percent'),
    totalMicroseconds: z.number().describe('stalled time since boot, or since the cgroup was made'),
    cgroup: z
      .string()
      .optional()
      .describe('folder of the cgroup whose tasks these are, as typed; absent when they are all tasks of the node'),
  }),
  sources: [
    { run: 'cat /proc/pressure/io', fills: FILLS },
    { run: 'cat /proc/pressure/cpu', fills: FILLS },
    { run: 'cat /proc/pressure/memory', fills: FILLS },
  ],
})
