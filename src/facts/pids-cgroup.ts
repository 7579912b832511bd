import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

const GREP = 'grep -r . /sys/fs/cgroup --include=pids.current --include=pids.max --include=pids.events'

export default defineFactKind({
  id: 'pids-cgroup',
  summary: 'How many processes and threads one cgroup holds, of those that it may (pids.max).',
  schema: z.object({
    cgroup: z.string().describe('path of the cgroup below the mount of its hierarchy'),
    current: z.number().describe('processes and threads in it and below it'),
    limit: z.number().optional().describe('pids.max; absent when there is none (`max`)'),
    usedPercent: z.number().optional().describe('100 * current / limit'),
    refusals: z
      .number()
      .optional()
      .describe('how often a fork was refused since the cgroup was made (`max` in pids.events)'),
    allCgroups: z.boolean().optional().describe('all cgroups were looked at, and none is nearer to its limit'),
  }),
  sources: [{ run: GREP, fills: ['cgroup', 'current', 'limit', 'usedPercent', 'refusals', 'allCgroups'] }],
})
