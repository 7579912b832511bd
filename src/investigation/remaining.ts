import type { Match } from '../model/answer.ts'
import type { FactKind } from '../model/fact.ts'
import type { KnownProbe } from '../model/fleet.ts'
import type { AskedProbe } from '../model/question.ts'

/** What only shares a few words, with less than a quarter of the best score, is noise. */
export function isContender(match: Match, best: Match): boolean {
  return match.verdict.state !== 'ruled-out' && match.score * 4 >= best.score
}

/** The candidates that a look at the node may still tell apart, best first. */
export function remainingCandidates(matches: readonly Match[]): readonly Match[] {
  const best = matches.find((match) => match.verdict.state !== 'ruled-out')
  return best ? matches.filter((match) => isContender(match, best)) : []
}

/**
 * What a node is to be asked for: the fact kinds that the evidence of these candidates reads, and what those follow from
 * that nobody can measure by themselves.
 */
export function kindsToMeasure(
  matches: readonly Match[],
  kinds: ReadonlyMap<string, Pick<FactKind, 'derivedFrom'>>,
): ReadonlySet<string> {
  const read = new Set(matches.flatMap((match) => match.case.evidence.map((evidence) => evidence.fact)))
  return new Set([...read].flatMap((kind) => [kind, ...(kinds.get(kind)?.derivedFrom ?? [])]))
}

/** Those of an agent's probes that yield one of the kinds. */
export function probesYielding(kinds: ReadonlySet<string>, probes: readonly KnownProbe[]): readonly AskedProbe[] {
  return probes
    .filter((probe) => probe.yields.some((kind) => kinds.has(kind)))
    .map(({ id, yields }) => ({ id, yields: [...yields] }))
}
