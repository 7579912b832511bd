import type { FactKind, Fields } from '../model/fact.ts'
import type { Looked, Measured, NotChecked } from '../model/probe.ts'

/** What fits into a frame. */
const LONGEST_STRING = 4096
const LONGEST_SENTENCE = 500

/**
 * What a piece found, without the rows of a kind that the probe does not yield and those that do not fit their kind:
 * a fact is right or absent. How many those were is said.
 */
export function checkLooked(looked: Looked, yields: readonly string[], kinds: ReadonlyMap<string, FactKind>): Looked {
  const facts = looked.facts.flatMap((fact) => (yields.includes(fact.kind) ? checkFact(fact, kinds) : []))
  const dropped = looked.facts.length - facts.length
  return { facts, notChecked: [...looked.notChecked.map(cutToSize), ...(dropped > 0 ? [didNotFit(dropped)] : [])] }
}

function checkFact({ kind, fields }: Measured, kinds: ReadonlyMap<string, FactKind>): Measured[] {
  const parsed = kinds.get(kind)?.schema.safeParse(fields)
  if (!parsed?.success || Object.values(parsed.data).some(isTooLong)) return []
  return [{ kind, fields: parsed.data as Fields }]
}

function isTooLong(value: unknown): boolean {
  return typeof value === 'string' && value.length > LONGEST_STRING
}

function cutToSize({ what, why, says }: NotChecked): NotChecked {
  return { what: what.slice(0, LONGEST_STRING), why, says: says.slice(0, LONGEST_SENTENCE) }
}

function didNotFit(rows: number): NotChecked {
  return { what: 'some rows', why: 'failed', says: `${rows} rows did not fit their kind of fact and were dropped` }
}
