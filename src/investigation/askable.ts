import type { Match } from '../model/answer.ts'
import type { Investigation } from '../model/investigation.ts'
import { answerOf, type MatchText } from './investigate.ts'
import { remainingCandidates } from './remaining.ts'

/**
 * What a question to a node is about, best first: what is left; what would be left if no node had said anything, since
 * the next one to be asked may be another; and what facts rule out though its error text stands in the paste, since
 * they may be of another node or of another hour.
 */
export function askableCandidates(investigation: Investigation, match: MatchText): readonly Match[] {
  const { matches } = answerOf(investigation, match)
  const { questions: _, ...pasted } = investigation
  const unasked = new Set(remainingCandidates(answerOf(pasted, match).matches).map((it) => it.case.id))
  const askable = new Set(askableMatches(matches))
  return matches.filter((it) => askable.has(it) || unasked.has(it.case.id))
}

/** The same for an answer as it stands: what is left, and what facts rule out though its error text is there. */
export function askableMatches(matches: readonly Match[]): readonly Match[] {
  const left = new Set(remainingCandidates(matches))
  return matches.filter((it) => left.has(it) || isRuledOutByFacts(it))
}

/** Facts alone speak against it. */
function isRuledOutByFacts({ verdict, matchedSignatures }: Match): boolean {
  return verdict.state === 'ruled-out' && matchedSignatures > 0
}
