import { z } from 'zod'
import { type Derived, defineFactKind, type Fact } from '../model/fact.ts'
import { onlySysctl } from './limits/under-limits.ts'

export default defineFactKind({
  id: 'conntrack-table',
  summary: 'How full the connection tracking table of one network namespace is.',
  schema: z.object({
    count: z.number().optional().describe('connections that are tracked'),
    max: z.number().optional().describe('net.netfilter.nf_conntrack_max'),
    usedPercent: z.number().optional().describe('100 * count / max'),
    dropped: z
      .number()
      .optional()
      .describe(
        'packets dropped since boot because their entry could not be made (table full, no memory) or lost a race',
      ),
    earlyDropped: z.number().optional().describe('entries thrown out since boot to make room for new ones'),
    insertFailed: z.number().optional().describe('entries since boot that lost a race or whose place was taken'),
    pid: z.number().optional().describe('a process of the namespace; absent for the one of the command'),
    process: z.string().optional().describe('name of that process'),
    node: z.boolean().optional().describe('it is the network namespace of the node itself'),
  }),
  sources: [
    {
      run: 'sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max',
      fills: ['count', 'max', 'usedPercent'],
    },
    {
      run: 'sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max; conntrack -S',
      fills: ['count', 'max', 'usedPercent', 'dropped', 'earlyDropped', 'insertFailed'],
    },
    { run: 'conntrack -S', fills: ['dropped', 'earlyDropped', 'insertFailed'] },
    { run: 'conntrack -C', fills: ['count'] },
  ],
  derive: fromSysctl,
})

/** `nf_conntrack_count` is a parameter by name only; nothing but its limit makes it a fact. */
function fromSysctl(facts: readonly Fact[]): Derived[] {
  const max = sysctl(facts, 'conntrack_max')
  const limit = max?.fields.value
  if (!max || typeof limit !== 'number' || limit <= 0) return []
  const counts = [sysctl(facts, 'conntrack_count'), only(facts, 'count')].filter((fact) => fact !== undefined)
  const statistics = only(facts, 'dropped')
  return counts.flatMap((fact) => {
    const count = fact.fields.value ?? fact.fields.count
    if (typeof count !== 'number') return []
    const { dropped, earlyDropped, insertFailed } = statistics?.fields ?? {}
    const fields = { count, max: limit, usedPercent: (100 * count) / limit, dropped, earlyDropped, insertFailed }
    return [{ fields, because: [fact, max, ...(statistics ? [statistics] : [])] }]
  })
}

/** Both spellings that a kernel has: https://docs.kernel.org/networking/nf_conntrack-sysctl.html */
function sysctl(facts: readonly Fact[], name: string): Fact | undefined {
  return onlySysctl(facts, `net.netfilter.nf_${name}`) ?? onlySysctl(facts, `net.nf_${name}`)
}

/** The one row of the paste that has a field: several are several namespaces. */
function only(facts: readonly Fact[], field: string): Fact | undefined {
  const rows = facts.filter((fact) => fact.kind === 'conntrack-table' && fact.fields[field] !== undefined)
  return rows.length === 1 ? rows[0] : undefined
}
