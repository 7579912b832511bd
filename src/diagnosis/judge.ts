import type { Case, Evidence } from '../model/case.ts'
import type { Fact, FactKind } from '../model/fact.ts'
import type { Captures } from '../model/template.ts'
import type { Ground, Missing, Verdict } from '../model/verdict.ts'
import { fillSays } from './says.ts'

/** Facts by kind: what a piece of evidence looks at. */
export type FactsByKind = ReadonlyMap<string, readonly Fact[]>

/** Holds a case's evidence against the facts. `captures` are what the case's signatures captured, for evidence about a place. */
export function judge(
  subject: Case,
  facts: FactsByKind,
  captures: Captures,
  kinds: ReadonlyMap<string, FactKind>,
): Verdict {
  const because: Ground[] = []
  const silent: Evidence[] = []
  for (const evidence of subject.evidence) {
    const heard = hear(evidence, facts, captures, kinds)
    const fact = decidingRow(evidence, heard)
    if (fact) because.push({ effect: evidence.effect, says: fillSays(evidence.says, fact.fields), fact })
    else if (heard.speaking === 0) silent.push(evidence)
  }
  const state = stateOf(because)
  return { state, because, missing: state === 'undecided' ? missing(silent, kinds) : [] }
}

function stateOf(because: readonly Ground[]): Verdict['state'] {
  const confirmed = because.some((ground) => ground.effect === 'confirms')
  const ruledOut = because.some((ground) => ground.effect === 'rules-out')
  if (confirmed === ruledOut) return 'undecided'
  return confirmed ? 'confirmed' : 'ruled-out'
}

/** What the rows say to one condition: how many have its fields, and those for which it holds. */
interface Heard {
  readonly speaking: number
  readonly holding: readonly Fact[]
}

/** Hears all rows of the kind, or, for evidence about a captured place, the one row that covers it. */
function hear(evidence: Evidence, facts: FactsByKind, captures: Captures, kinds: ReadonlyMap<string, FactKind>): Heard {
  const rows = (facts.get(evidence.fact) ?? []).map((fact) => ({ fact, holds: evidence.condition.holds(fact.fields) }))
  const speaking = rows.filter((row) => row.holds !== undefined)
  const place = evidence.at === undefined ? undefined : captures[evidence.at]
  const field = kinds.get(evidence.fact)?.place
  const heard = place === undefined || field === undefined ? speaking : covering(speaking, field, place)
  return { speaking: heard.length, holding: heard.filter((row) => row.holds).map((row) => row.fact) }
}

interface Row {
  readonly fact: Fact
  readonly holds: boolean | undefined
}

/** The last of the rows with the longest path above `place`: a later mount hides an earlier one. */
function covering(rows: readonly Row[], field: string, place: string): readonly Row[] {
  let best: Row | undefined
  let longest = 0
  for (const row of rows) {
    const path = row.fact.fields[field]
    if (typeof path !== 'string' || !isBelow(place, path) || path.length < longest) continue
    best = row
    longest = path.length
  }
  return best ? [best] : []
}

function isBelow(place: string, path: string): boolean {
  return path === '/' || place === path || place.startsWith(`${path}/`)
}

/**
 * The row that the verdict shows. Of several that say the same, the one with the largest value of the first number
 * that the condition reads: the fullest file system, the longest gap.
 */
function decidingRow(evidence: Evidence, { speaking, holding }: Heard): Fact | undefined {
  if (evidence.every && holding.length < speaking) return undefined
  return largest(holding, evidence.condition.fields)
}

function largest(rows: readonly Fact[], fields: readonly string[]): Fact | undefined {
  const field = fields.find((name) => typeof rows[0]?.fields[name] === 'number')
  if (field === undefined) return rows[0]
  return rows.reduce<Fact | undefined>(
    (best, row) => (best && Number(best.fields[field]) >= Number(row.fields[field]) ? best : row),
    undefined,
  )
}

function missing(silent: readonly Evidence[], kinds: ReadonlyMap<string, FactKind>): Missing[] {
  const commands = new Map<string, Missing>()
  for (const evidence of silent) {
    const source = sourceFor(kinds.get(evidence.fact), evidence.condition.fields)
    if (source && evidence.effect !== 'suggests') commands.set(source, { fact: evidence.fact, run: source })
  }
  return [...commands.values()]
}

/** The first command of the kind that fills all these fields. */
export function sourceFor(kind: FactKind | undefined, fields: readonly string[]): string | undefined {
  return kind?.sources.find((source) => fields.every((field) => source.fills.includes(field)))?.run
}
