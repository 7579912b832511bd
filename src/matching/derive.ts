import type { Derived, Fact, FactKind } from '../model/fact.ts'

type Kinds = ReadonlyMap<string, FactKind>

/** The rows that follow from what was pasted. */
export function deriveFromPaste(facts: readonly Fact[], kinds: Kinds): readonly Fact[] {
  return derive(facts, kinds).map(({ fact }) => fact)
}

/**
 * The rows that follow from what a node measured, and from what the paste says that happened (kinds that are `past`).
 * How things stood when somebody pasted takes no part: the measurement is newer, and half of each would be neither.
 *
 * A measured row is never improved upon: what repeats one, or says something else than the one that it rests on, is left out.
 */
export function deriveFromMeasured(measured: readonly Fact[], pasted: readonly Fact[], kinds: Kinds): readonly Fact[] {
  const rows = [...measured, ...pasted.filter(({ kind }) => kinds.get(kind)?.past)]
  const known = new Set(rows.map(keyOf))
  return derive(rows, kinds)
    .filter(({ because }) => because.some(isMeasured))
    .filter(({ fact, because }) => !known.has(keyOf(fact)) && because.every((row) => mayStandBeside(fact, row)))
    .map(({ fact }) => fact)
}

interface Followed {
  readonly fact: Fact
  readonly because: readonly Fact[]
}

function derive(facts: readonly Fact[], kinds: Kinds): readonly Followed[] {
  if (facts.length === 0) return []
  return [...kinds.values()].flatMap((kind) => (kind.derive?.(facts) ?? []).flatMap((row) => checked(kind, row)))
}

/** A row that does not fit its kind's schema is dropped, as those of parsers are. */
function checked(kind: FactKind, { fields, because }: Derived): Followed[] {
  const parsed = kind.schema.safeParse(fields)
  if (!parsed.success) return []
  const fact = { kind: kind.id, fields: parsed.data as Fact['fields'], origin: originOf(because) }
  return [{ fact, because }]
}

/** Of the node, when any of it was measured there; else of all lines together. */
function originOf(because: readonly Fact[]): Fact['origin'] {
  const measured = because.find(isMeasured)
  if (measured) return measured.origin
  const origins = because.flatMap((fact) => (fact.origin.from === 'paste' ? [fact.origin] : []))
  const lines = [...new Set(origins.flatMap((origin) => origin.lines))].sort((a, b) => a - b)
  return { from: 'paste', command: [...new Set(origins.map((origin) => origin.command))].join('; '), lines }
}

function isMeasured({ origin }: Fact): boolean {
  return origin.from === 'node'
}

/** It adds to a measured row of its kind, and changes nothing of it. */
function mayStandBeside({ kind, fields }: Fact, row: Fact): boolean {
  if (row.kind !== kind || !isMeasured(row)) return true
  const changes = definedFields(row.fields).some(([field, value]) => (fields[field] ?? value) !== value)
  const adds = definedFields(fields).some(([field]) => row.fields[field] === undefined)
  return adds && !changes
}

function keyOf({ kind, fields }: Fact): string {
  return JSON.stringify([kind, ...definedFields(fields).sort(([a], [b]) => (a < b ? -1 : 1))])
}

function definedFields(fields: Fact['fields']) {
  return Object.entries(fields).filter(([, value]) => value !== undefined)
}
