import type { Case, Evidence } from '../model/case.ts'
import type { Fact, FactKind } from '../model/fact.ts'
import type { Gap } from '../model/gap.ts'
import type { Captures } from '../model/template.ts'
import type { Ground, Missing, Verdict } from '../model/verdict.ts'
import { fillSays } from './says.ts'

/** Facts by kind: what a piece of evidence looks at. */
export type FactsByKind = ReadonlyMap<string, readonly Fact[]>

/**
 * Holds a case's evidence against the facts. `captures` are what the case's signatures captured, for evidence about a place;
 * `gaps` is what a node was asked for and could not look at.
 *
 * A measured row is newer than what was pasted: where the node speaks to a piece of evidence, the paste does not, unless
 * it tells of what happened (`past`) or of something that could not be looked at. Then both speak, and may contradict
 * each other.
 */
export function judge(
  subject: Case,
  facts: FactsByKind,
  captures: Captures,
  kinds: ReadonlyMap<string, FactKind>,
  gaps: readonly Gap[] = [],
): Verdict {
  const because: Ground[] = []
  const outdated: Ground[] = []
  const silent: Evidence[] = []
  for (const evidence of subject.evidence) {
    const place = evidence.at === undefined ? undefined : captures[evidence.at]
    if (evidence.onlyThere && place === undefined) continue
    const { current, replaced } = hear(evidence, facts, place, kinds, gaps)
    const fact = decidingRow(evidence, current)
    const before = decidingRow(evidence, replaced)
    if (fact) because.push(ground(evidence, fact))
    else if (current.speaking === 0) silent.push(evidence)
    if (before && !fact) outdated.push(ground(evidence, before))
  }
  const state = stateOf(because)
  return {
    state,
    because,
    missing: state === 'undecided' ? missing(silent, kinds) : [],
    ...(outdated.length > 0 && { outdated }),
  }
}

function ground({ effect, says }: Evidence, fact: Fact): Ground {
  return { effect, says: fillSays(says, fact.fields), fact }
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

const NOTHING: Heard = { speaking: 0, holding: [] }

/** Hears all rows of the kind, or, for evidence about a captured place, the one row that covers it: those that count, and the pasted ones that a measurement replaced. */
function hear(
  evidence: Evidence,
  facts: FactsByKind,
  captured: string | undefined,
  kinds: ReadonlyMap<string, FactKind>,
  gaps: readonly Gap[],
): { current: Heard; replaced: Heard } {
  const kind = kinds.get(evidence.fact)
  const missed = gaps.filter((gap) => gap.kind === evidence.fact)
  const rows = (facts.get(evidence.fact) ?? [])
    .map((fact) => ({ fact, holds: evidence.condition.holds(fact.fields) }))
    .filter((row) => row.holds !== undefined)
  const isReplaced = replacedBy(rows.filter(isMeasured), kind, missed.length > 0)
  const about = (some: readonly Row[]): readonly Row[] =>
    captured === undefined || kind?.place === undefined ? some : covering(some, kind.place, captured)
  const current = about(rows.filter((row) => !isReplaced(row)))
  const place = kind?.place === undefined ? undefined : captured
  const isUnsure = rows.some(isMeasured) && mayMiss(evidence, current, place, missed, kind)
  return { current: isUnsure ? NOTHING : heard(current), replaced: heard(about(rows.filter(isReplaced))) }
}

function heard(rows: readonly Row[]): Heard {
  return { speaking: rows.length, holding: rows.filter((row) => row.holds).map((row) => row.fact) }
}

function isMeasured({ fact }: Row): boolean {
  return fact.origin.from === 'node'
}

/** Whether a row was pasted and the node has been asked since. When the node could not look at everything, only what stands at a place that it did look at. */
function replacedBy(measured: readonly Row[], kind: FactKind | undefined, partly: boolean): (row: Row) => boolean {
  if (measured.length === 0 || kind?.past) return () => false
  const field = kind?.place
  if (!partly) return (row) => !isMeasured(row)
  if (field === undefined) return () => false
  const places = new Set(measured.map((row) => row.fact.fields[field]))
  return (row) => !isMeasured(row) && places.has(row.fact.fields[field])
}

/** Whether a row that the node could not look at might change what is heard: any row of evidence about all, one that is nearer to the place of evidence about one. */
function mayMiss(
  { every }: Evidence,
  current: readonly Row[],
  place: string | undefined,
  missed: readonly Gap[],
  kind: FactKind | undefined,
): boolean {
  if (place === undefined) return every && missed.length > 0
  const nearest = String(current[0]?.fact.fields[kind?.place ?? ''] ?? '')
  return missed.some(({ what }) => !what.startsWith('/') || (isBelow(place, what) && what.length > nearest.length))
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
