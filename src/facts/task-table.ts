import { z } from 'zod'
import { type Derived, defineFactKind, type Fact } from '../model/fact.ts'
import { onlySysctl } from './limits/under-limits.ts'
import { shareOfTasks } from './rows/share-of-tasks.ts'

export default defineFactKind({
  id: 'task-table',
  summary: 'How many processes and threads the node runs, of those that it can number.',
  schema: z.object({
    threads: z.number().describe('threads of all processes and of the kernel, one for a process without others'),
    pidMax: z.number().optional().describe('kernel.pid_max: each thread takes a number below it'),
    threadsMax: z.number().optional().describe('kernel.threads-max'),
    usedPercent: z.number().optional().describe('100 * threads / the smaller of the two limits, when both are known'),
    nearestCgroupPercent: z
      .number()
      .optional()
      .describe('share of pids.max in the cgroup nearest to it, 0 when none has a limit; all cgroups were looked at'),
    nearestUserPercent: z
      .number()
      .optional()
      .describe('share of their limit (ulimit -u) in the users nearest to it, root apart, which has none in effect'),
  }),
  sources: [
    {
      run: 'cat /proc/loadavg; sysctl kernel.pid_max kernel.threads-max',
      fills: ['threads', 'pidMax', 'threadsMax', 'usedPercent'],
    },
    {
      run: 'cat /proc/loadavg; sysctl kernel.pid_max kernel.threads-max; grep -r . /sys/fs/cgroup --include=pids.current --include=pids.max',
      fills: ['threads', 'pidMax', 'threadsMax', 'usedPercent', 'nearestCgroupPercent'],
    },
  ],
  derive: withLimits,
})

function withLimits(facts: readonly Fact[]): Derived[] {
  const limits = ['kernel.pid_max', 'kernel.threads-max'].map((name) => onlySysctl(facts, name))
  const because = limits.filter((fact) => fact !== undefined)
  if (because.length === 0) return []
  const nearest = facts.find(({ kind, fields }) => kind === 'pids-cgroup' && fields.allCgroups === true)
  const [pidMax, threadsMax] = limits.map((fact) => positive(fact?.fields.value))
  return facts.flatMap((fact) => {
    const { threads } = fact.fields
    if (fact.kind !== 'task-table' || typeof threads !== 'number') return []
    const usedPercent = shareOfTasks(threads, pidMax, threadsMax)
    const nearestCgroupPercent = nearest?.fields.usedPercent
    const fields = { threads, pidMax, threadsMax, usedPercent, nearestCgroupPercent }
    return [{ fields, because: [fact, ...because, ...(nearest ? [nearest] : [])] }]
  })
}

function positive(value: unknown): number | undefined {
  return typeof value === 'number' && value > 0 ? value : undefined
}
