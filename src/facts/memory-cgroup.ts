import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'memory-cgroup',
  summary: 'How near one cgroup is to its memory limit, and how often the kernel killed in it.',
  schema: z.object({
    cgroup: z.string().describe('path of the cgroup below the mount of its hierarchy'),
    usedBytes: z.number().optional().describe('memory charged to it, page cache too'),
    limitBytes: z.number().optional().describe('its limit; absent when it has none'),
    usedPercent: z.number().optional().describe('100 * usedBytes / limitBytes'),
    oomKills: z.number().optional().describe('processes of it that the kernel killed for want of memory'),
  }),
  sources: [
    {
      run: 'grep -r oom_kill /sys/fs/cgroup --include=memory.events --include=memory.oom_control',
      fills: ['cgroup', 'oomKills'],
    },
  ],
})
