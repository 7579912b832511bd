import type { Answer, Match } from '../model/answer.ts'
import type { Language } from '../model/case.ts'
import type { Investigation, Pasted, Place, Shown } from '../model/investigation.ts'
import { audienceOf, widerAudience } from './audience.ts'

/** Matches one text; secrets are out of it already. */
export type MatchText = (text: string) => Answer

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
  return look(investigation, match, opening.byBot)
}

/** What came into the thread of an investigation: a paste, a question, or both. */
export interface FollowUp {
  readonly pasted?: Pasted
  readonly asked?: boolean
}

/** Adds a paste, or replaces what an edited message said, and looks again; from a question on, the answer is given in the thread whatever it says. */
export function followUp(investigation: Investigation, { pasted, asked = false }: FollowUp, match: MatchText): Step {
  const pastes = pasted ? withPaste(investigation.pastes, pasted) : investigation.pastes
  return look({ ...investigation, pastes, asked: investigation.asked || asked }, match, false)
}

function withPaste(pastes: readonly Pasted[], pasted: Pasted): readonly Pasted[] {
  if (!pastes.some((paste) => paste.message === pasted.message)) return [...pastes, pasted]
  return pastes.map((paste) => (paste.message === pasted.message ? pasted : paste))
}

/** "Not this": the case is not shown again in this investigation; the next candidate takes its place. Once something solved it, that stands. */
export function dismissCase(investigation: Investigation, caseId: string, match: MatchText): Step {
  if (investigation.state === 'solved' || investigation.dismissed.includes(caseId))
    return look(investigation, match, false)
  return look({ ...investigation, dismissed: [...investigation.dismissed, caseId] }, match, false)
}

/** "This solved it", by a person at a time; also when somebody else said meanwhile that it is not. */
export function solve(investigation: Investigation, caseId: string, by: string, now: number, match: MatchText): Step {
  const dismissed = investigation.dismissed.filter((id) => id !== caseId)
  return look({ ...investigation, dismissed, state: 'solved', solved: { by, caseId, at: now } }, match, false)
}

export function undoSolve(investigation: Investigation, match: MatchText): Step {
  return look({ ...investigation, state: 'open', solved: undefined }, match, false)
}

/** The author shares with the thread what only they saw. */
export function share(investigation: Investigation, match: MatchText): Step {
  return look({ ...investigation, audience: 'thread' }, match, false)
}

/** The answer to all pastes of an investigation together, without the cases that people ruled out. */
export function answerOf(investigation: Investigation, match: MatchText): Answer {
  const answer = match(investigation.pastes.map((paste) => paste.text).join('\n'))
  const matches = solvedFirst(
    answer.matches.filter((it) => !investigation.dismissed.includes(it.case.id)),
    investigation.solved?.caseId,
  )
  return { ...answer, matches, confidence: matches[0]?.confidence ?? 'none' }
}

function look(investigation: Investigation, match: MatchText, byBot: boolean): Step {
  const answer = answerOf(investigation, match)
  const audience = widerAudience(investigation.audience, audienceOf(answer, investigation.asked, byBot))
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
