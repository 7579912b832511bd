import type { Fact, FactKind } from '../model/fact.ts'
import type { Measured, NotChecked } from '../model/probe.ts'
import { quote } from './foreign-text.ts'

/** What an agent reported, and what it is held against. */
interface Reported {
  readonly node: string
  readonly probe: string
  readonly facts: readonly Measured[]
  /** The kinds that the agent said this probe yields. */
  readonly yields: readonly string[]
  readonly kinds: ReadonlyMap<string, FactKind>
  /** ISO 8601, by the app's clock. */
  readonly at: string
}

/**
 * The rows that are what their kind says, with an origin that is ours. Of the others, and of fields that the app does
 * not know, `left` says what was wrong, once each.
 */
export function checkFacts(reported: Reported): { facts: Fact[]; left: NotChecked[] } {
  const facts: Fact[] = []
  const faults: Faults = new Map()
  for (const row of reported.facts) {
    const { fact, fault } = readRow(row, reported)
    if (fact) facts.push(fact)
    if (fault) noteFault(faults, row.kind, fault)
  }
  return { facts, left: [...faults].map(([fault, { kind, rows }]) => leftOut(kind, rows, fault)) }
}

function readRow({ kind: id, fields }: Measured, reported: Reported): { fact?: Fact; fault?: string } {
  const { node, probe, yields, kinds, at } = reported
  const kind = kinds.get(id)
  if (!kind) return { fault: `the app knows no such fact kind` }
  if (!yields.includes(id)) return { fault: 'the probe does not yield this kind' }
  const read = kind.schema.safeParse(fields)
  if (!read.success) return { fault: `the row, because of ${faultOf(read.error.issues[0])}` }
  const named = id === 'node' ? fields.name : fields.node
  if (typeof named === 'string' && named !== node) return { fault: `the row, which is about ${quote(String(named))}` }
  const fact: Fact = { kind: id, fields: read.data as Fact['fields'], origin: { from: 'node', node, probe, at } }
  const unknown = Object.keys(fields).find((field) => !(field in read.data))
  return unknown === undefined ? { fact } : { fact, fault: `the field ${quote(unknown)}, which the app does not know` }
}

function faultOf(issue: { readonly path: readonly PropertyKey[]; readonly message: string } | undefined): string {
  return `${quote(issue?.path.map(String).join('.') ?? '')} ${quote(issue?.message ?? '')}`
}

type Faults = Map<string, { readonly kind: string; rows: number }>

const MAX_FAULTS = 20

function noteFault(faults: Faults, kind: string, fault: string): void {
  const says = `${kind}: ${fault}`
  const known = faults.get(says)
  if (known) known.rows++
  else if (faults.size < MAX_FAULTS) faults.set(says, { kind, rows: 1 })
}

function leftOut(kind: string, rows: number, fault: string): NotChecked {
  return { what: kind, why: 'failed', says: `left out of ${rows} ${rows === 1 ? 'row' : 'rows'}: ${fault}` }
}
