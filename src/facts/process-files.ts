import { z } from 'zod'
import { type Derived, defineFactKind, type Fact } from '../model/fact.ts'

export default defineFactKind({
  id: 'process-files',
  summary: 'How many files one process has open, of those that it may (RLIMIT_NOFILE).',
  schema: z.object({
    pid: z.number().optional().describe('process id'),
    process: z.string().optional().describe('name of the process'),
    open: z.number().optional().describe('open file descriptors'),
    limit: z.number().optional().describe('its soft limit'),
    usedPercent: z.number().optional().describe('100 * open / limit'),
    allProcesses: z
      .boolean()
      .optional()
      .describe('all processes of the node were looked at, and none is nearer to its limit'),
  }),
  sources: [
    { run: 'ls /proc/<pid>/fd | wc -l; cat /proc/<pid>/limits', fills: ['pid', 'open', 'limit', 'usedPercent'] },
  ],
  derive: joined,
})

/** The count and the limit of the same process, when the paste has one of each. */
function joined(facts: readonly Fact[]): Derived[] {
  const rows = facts.filter((fact) => fact.kind === 'process-files' && fact.fields.pid !== undefined)
  const counts = rows.filter(({ fields }) => fields.open !== undefined && fields.limit === undefined)
  const limits = new Map<unknown, Fact | undefined>()
  for (const row of rows.filter(({ fields }) => fields.limit !== undefined && fields.open === undefined))
    limits.set(row.fields.pid, limits.has(row.fields.pid) ? undefined : row)
  return counts.flatMap((count) => {
    const limit = limits.get(count.fields.pid)
    return limit ? join(count, limit) : []
  })
}

function join(count: Fact, limit: Fact): Derived[] {
  const { open } = count.fields
  const { limit: most } = limit.fields
  if (typeof open !== 'number' || typeof most !== 'number' || most <= 0) return []
  return [
    {
      fields: { pid: count.fields.pid, open, limit: most, usedPercent: (100 * open) / most },
      because: [count, limit],
    },
  ]
}
