import type { Derived, Fact, FieldValue } from '../../model/fact.ts'

/** A count in a row, the kernel parameter that limits it, and the fields for both. */
export interface Limited {
  readonly count: string
  readonly sysctl: string
  readonly limit: string
  readonly percent?: string
}

/** The rows of a kind that parsers counted, completed with the limits that the same paste shows. None when it shows no limit. */
export function underLimits(facts: readonly Fact[], kind: string, limited: readonly Limited[]): Derived[] {
  const limits = limited.flatMap((it) => withSysctl(facts, it))
  if (limits.length === 0) return []
  const because = limits.map(({ fact }) => fact)
  return facts
    .filter((fact) => fact.kind === kind)
    .map((fact) => ({
      fields: Object.assign({}, fact.fields, ...limits.map((limit) => against(fact, limit))),
      because: [fact, ...because],
    }))
}

/** The row of a kernel parameter, when the paste shows one value of it only: two different values are two nodes or two times. */
export function onlySysctl(facts: readonly Fact[], name: string): Fact | undefined {
  const rows = facts.filter((fact) => fact.kind === 'sysctl' && fact.fields.name === name)
  return new Set(rows.map((row) => row.fields.value)).size === 1 ? rows[0] : undefined
}

interface Limit extends Limited {
  readonly fact: Fact
}

function withSysctl(facts: readonly Fact[], limited: Limited): Limit[] {
  const fact = onlySysctl(facts, limited.sysctl)
  return fact ? [{ ...limited, fact }] : []
}

function against(row: Fact, { count, limit, percent, fact }: Limit): Record<string, FieldValue> {
  const used = row.fields[count]
  const most = fact.fields.value
  if (typeof most !== 'number' || most <= 0) return {}
  return { [limit]: most, ...(percent && typeof used === 'number' && { [percent]: (100 * used) / most }) }
}
