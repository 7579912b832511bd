import { z } from 'zod'
import { type Derived, defineFactKind, type Fact } from '../model/fact.ts'

const WORST_NAMESPACES =
  'for p in /proc/[0-9]*; do echo "$(wc -l < $p/mountinfo) $p/mountinfo"; done 2>/dev/null | sort -rn | head -3; sysctl fs.mount-max'

export default defineFactKind({
  id: 'mount-table',
  summary: 'How full the mount table of one mount namespace is.',
  schema: z.object({
    count: z.number().describe('mounts in the namespace'),
    limit: z.number().optional().describe('fs.mount-max: the mounts that one namespace may have'),
    usedPercent: z.number().optional().describe('100 * count / limit'),
    pid: z.number().optional().describe('a process of the namespace'),
    process: z.string().optional().describe('the name of that process'),
    container: z.string().optional().describe('the container whose namespace it is'),
    allNamespaces: z
      .boolean()
      .optional()
      .describe(
        'the tables of all processes were counted, not only of one: a nearly empty table of pid 1 proves nothing',
      ),
  }),
  sources: [{ run: WORST_NAMESPACES, fills: ['count', 'limit', 'usedPercent', 'pid', 'allNamespaces'] }],
  derive: tables,
})

/** Each count under the limit of the same paste. Two different limits mean two nodes or two times: then no limit. */
function tables(facts: readonly Fact[]): Derived[] {
  const limits = facts.filter((fact) => fact.kind === 'sysctl' && fact.fields.name === 'fs.mount-max')
  const limit = onlyValue(limits)
  const because = limit === undefined ? [] : limits.slice(0, 1)
  const counts = facts.filter((fact) => fact.kind === 'mount-count')
  return counts.map((count) => table(count, limit, because))
}

function onlyValue(limits: readonly Fact[]): number | undefined {
  const values = new Set(limits.map((limit) => limit.fields.value))
  const [value] = values
  return values.size === 1 && typeof value === 'number' && value > 0 ? value : undefined
}

function table({ fields, ...rest }: Fact, limit: number | undefined, because: readonly Fact[]): Derived {
  const { count, pid, container, everyProcess } = fields
  const usedPercent = limit !== undefined && typeof count === 'number' ? (100 * count) / limit : undefined
  return {
    fields: { count, limit, usedPercent, pid, container, allNamespaces: everyProcess },
    because: [{ fields, ...rest }, ...because],
  }
}
