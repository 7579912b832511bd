import type { Answer, Match } from '../model/answer.ts'
import type { Language } from '../model/case.ts'
import type { Fact } from '../model/fact.ts'
import type { Gap } from '../model/gap.ts'
import type { Investigation, Pasted, Place, Shown } from '../model/investigation.ts'
import type { Question } from '../model/question.ts'
import { audienceOf, widerAudience } from './audience.ts'
import { measuredNodes } from './measured.ts'
import { withMeasuredCaptures } from './measured-captures.ts'

/** Matches one text, with what a node measured and what it could not; secrets are out of it already. */
export type MatchText = (text: string, measured?: readonly Fact[], gaps?: readonly Gap[]) => Answer

/** An investigation after a step, and what is to be shown. */
export interface Step {
  readonly investigation: Investigation
  readonly answer: Answer
  /** What is shown differs from what was shown before. */
  readonly changed: boolean
}

export interface Opening {
  readonly id: string
  readonly place: Place
  readonly text: string
  readonly author: string
  readonly byBot: boolean
  readonly asked: boolean
  readonly language: Language
  readonly now: number
}

/** Opens an investigation of one paste. */
export function openInvestigation(opening: Opening, match: MatchText): Step {
  const { id, place, text, author, asked, language, now } = opening
  const investigation: Investigation = {
    id,
    place,
    pastes: [{ message: place.message, text }],
    author,
    asked,
    language,
    state: 'open',
    dismissed: [],
    audience: 'nobody',
    shown: undefined,
    solved: undefined,
    openedAt: now,
    revision: 0,
  }
  return look(investigation, match, asked, opening.byBot)
}

/** What came into the thread of an investigation: a paste, a question, or both. */
export interface FollowUp {
  readonly pasted?: Pasted
  readonly asked?: boolean
}

/** Adds a paste, or replaces what an edited message said, and looks again; from a question in the thread on, the answer is given there whatever it says. */
export function followUp(investigation: Investigation, { pasted, asked = false }: FollowUp, match: MatchText): Step {
  const pastes = pasted ? withPaste(investigation.pastes, pasted) : investigation.pastes
  const askedForAll = asked || (investigation.asked && investigation.audience === 'thread')
  return look({ ...investigation, pastes, asked: investigation.asked || asked }, match, askedForAll)
}

function withPaste(pastes: readonly Pasted[], pasted: Pasted): readonly Pasted[] {
  if (!pastes.some((paste) => paste.message === pasted.message)) return [...pastes, pasted]
  return pastes.map((paste) => (paste.message === pasted.message ? pasted : paste))
}

/** "Not this": the case is not shown again in this investigation; the next candidate takes its place. Once something solved it, that stands. */
export function dismissCase(investigation: Investigation, caseId: string, match: MatchText): Step {
  if (investigation.state === 'solved' || investigation.dismissed.includes(caseId))
    return lookAgain(investigation, match)
  return lookAgain({ ...investigation, dismissed: [...investigation.dismissed, caseId] }, match)
}

/** "This solved it", by a person at a time; also when somebody else said meanwhile that it is not. */
export function solve(investigation: Investigation, caseId: string, by: string, now: number, match: MatchText): Step {
  const dismissed = investigation.dismissed.filter((id) => id !== caseId)
  return lookAgain({ ...investigation, dismissed, state: 'solved', solved: { by, caseId, at: now } }, match)
}

export function undoSolve(investigation: Investigation, match: MatchText): Step {
  return lookAgain({ ...investigation, state: 'open', solved: undefined }, match)
}

/** The author shares with the thread what only they saw. */
export function share(investigation: Investigation, match: MatchText): Step {
  return lookAgain({ ...investigation, audience: 'thread' }, match)
}

/** Somebody wants what they pasted deleted, and what its lines have in common with others: what is left is looked at again. */
export function withoutPastes(
  { likeness: _, ...investigation }: Investigation,
  messages: readonly string[],
  match: MatchText,
): Step {
  const pastes = investigation.pastes.filter((paste) => !messages.includes(paste.message))
  return lookAgain({ ...investigation, pastes }, match)
}

/** A node is asked, or has answered: from then on the answer is the thread's. A question that is known takes the place of what it was. */
export function withQuestion(investigation: Investigation, question: Question, match: MatchText): Step {
  const others = (investigation.questions ?? []).filter(({ id }) => id !== question.id)
  return look({ ...investigation, audience: 'thread', questions: [...others, question] }, match, false)
}

/** Everything that was pasted, oldest first. */
export function pastedText({ pastes }: Pick<Investigation, 'pastes'>): string {
  return pastes.map((paste) => paste.text).join('\n')
}

/** The answer to all pastes of an investigation together and to what was measured on the node that was asked last, without the cases that people ruled out. */
export function answerOf(investigation: Investigation, match: MatchText): Answer {
  const [measured] = measuredNodes(investigation.questions)
  const answer = match(pastedText(investigation), measured?.facts, measured?.gaps)
  const matches = solvedFirst(
    answer.matches.filter((it) => !investigation.dismissed.includes(it.case.id)),
    investigation.solved?.caseId,
  ).map(withMeasuredCaptures)
  return { ...answer, matches, confidence: matches[0]?.confidence ?? 'none' }
}

/** What was said may be for more people than before. */
function look(investigation: Investigation, match: MatchText, asked: boolean, byBot = false): Step {
  const answer = answerOf(investigation, match)
  return show(investigation, answer, widerAudience(investigation.audience, audienceOf(answer, asked, byBot)))
}

/** What is to be shown now, to whom it was shown before: a press changes the one and not the other. */
export function lookAgain(investigation: Investigation, match: MatchText): Step {
  return show(investigation, answerOf(investigation, match), investigation.audience)
}

function show(investigation: Investigation, answer: Answer, audience: Investigation['audience']): Step {
  const shown = showing(investigation, answer)
  const changed =
    audience !== 'nobody' && (shown.digest !== investigation.shown?.digest || audience !== investigation.audience)
  return {
    investigation: { ...investigation, audience, shown, revision: investigation.revision + 1 },
    answer,
    changed,
  }
}

function showing(investigation: Investigation, answer: Answer): Shown {
  const digest = JSON.stringify([
    investigation.state,
    investigation.solved,
    answer.matches.slice(0, 6).map(said),
    answer.ask?.command,
  ])
  return { caseId: answer.matches[0]?.case.id, confidence: answer.confidence, digest }
}

function said(match: Match): unknown {
  return [match.case.id, match.confidence, match.verdict.state, match.verdict.because.map((ground) => ground.says.en)]
}

function solvedFirst(matches: readonly Match[], caseId: string | undefined): readonly Match[] {
  const solved = matches.find((match) => match.case.id === caseId)
  return solved ? [solved, ...matches.filter((match) => match !== solved)] : matches
}
