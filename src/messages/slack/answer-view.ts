import { isContender } from '../../investigation/remaining.ts'
import type { Answer, Match } from '../../model/answer.ts'
import type { Language } from '../../model/case.ts'
import type { Standing } from '../../model/feedback.ts'
import type { Mute } from '../../model/mute.ts'
import type { ProbingView } from './question-parts.ts'

/** Everything that a message about an investigation depends on. */
export interface AnswerView {
  /** Without the matches that people said it is not. */
  readonly answer: Answer
  readonly language: Language
  /** The investigation's id. */
  readonly investigation: string
  readonly state: { readonly is: 'open' } | SolvedState
  readonly audience: 'thread' | 'author'
  /** Somebody asked, so that also nothing is an answer, with what would help. */
  readonly asked: boolean
  /** How many matches people said it is not. */
  readonly dismissed: number
  /** How many other cases share a signature that matched. */
  readonly siblings: number
  readonly provenance: Provenance
  /** Absent where no nodes are connected. */
  readonly probing?: ProbingView
  /** What holds for the shown case where this is shown. */
  readonly muted?: Mute
  readonly recurred?: RecurredView
}

/** An error that came again while its answer stood in the channel. */
export interface RecurredView {
  /** With the first time. */
  readonly times: number
  /** Milliseconds since the epoch. */
  readonly since: number
  readonly lastAt: number
  /** The address of the newest message. */
  readonly newest: string | undefined
}

export interface SolvedState {
  readonly is: 'solved'
  /** Slack's id of the person, the one mention that a message of ours may hold. */
  readonly by: string
  readonly caseId: string
  readonly afterMs: number
}

export interface Provenance {
  /** Distinct signatures of the shown case that the paste holds. */
  readonly matchedSignatures: number
  /** A commit or a version. */
  readonly libraryRevision: string
  /** What came of the shown case before. */
  readonly standing?: Standing | undefined
}

/** The match that the message is about: what solved it, before that the best that the facts do not rule out. */
export function shownMatch({ answer, state }: Pick<AnswerView, 'answer' | 'state'>): Match | undefined {
  if (state.is === 'solved') return answer.matches.find((match) => match.case.id === state.caseId)
  return answer.matches.find((match) => match.verdict.state !== 'ruled-out')
}

/** What else it may be. */
export function otherMatches({ answer }: AnswerView, shown: Match): Match[] {
  return answer.matches.filter((match) => match !== shown && isContender(match, shown))
}

export function ruledOutMatches({ answer }: AnswerView, shown: Match | undefined): Match[] {
  return answer.matches.filter((match) => match !== shown && match.verdict.state === 'ruled-out')
}
