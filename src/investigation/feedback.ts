import type { Answer, Match } from '../model/answer.ts'
import type { Feedback, FeedbackChange, FeedbackFact, Opinion, Withdrawal } from '../model/feedback.ts'
import type { Investigation } from '../model/investigation.ts'
import type { Question } from '../model/question.ts'
import type { Ground, Verdict } from '../model/verdict.ts'
import { answerOf, type MatchText, type Step } from './investigate.ts'

/** Who says something, when, and which text each case has then; undefined for a case that is gone. */
export interface Speaker {
  readonly person: string
  readonly at: number
  readonly fingerprintOf: (caseId: string) => string | undefined
}

const MAX_FACTS = 8
const MAX_FIELDS = 12
const MAX_STRING = 200

/**
 * What a person said of cases by changing an investigation. A press that changed nothing says nothing, and nothing
 * counts that is said of a case which the answer does not hold: what a button is about comes from who pressed it.
 */
export function spokenFeedback(before: Investigation, step: Step, speaker: Speaker, match: MatchText): FeedbackChange {
  const after = step.investigation
  const rejected = after.dismissed.filter((id) => !before.dismissed.includes(id))
  const accepted = before.dismissed.filter((id) => !after.dismissed.includes(id))
  const isSolved = after.solved !== undefined && after.solved.caseId !== before.solved?.caseId
  const isReopened = before.solved !== undefined && after.solved?.caseId !== before.solved.caseId
  const voice = voiceOf(before, speaker)
  return {
    withdrawn: [
      ...accepted.map((id) => voice.withdraws(id, 'not-this')),
      ...(isReopened ? [voice.withdraws(before.solved.caseId, 'solved')] : []),
    ],
    said: [
      ...(isSolved ? voice.saysOf(after.solved.caseId, 'solved', step.answer) : []),
      ...(rejected.length > 0 ? rejectedWith(answerOf(before, match)) : []),
    ],
  }

  function rejectedWith(shown: Answer): Feedback[] {
    return rejected.flatMap((id) => voice.saysOf(id, 'not-this', shown))
  }
}

/**
 * What the facts of an answered question say of cases. Once something solved it, a node shows the state after the fix,
 * which rules out nothing. A case of which only a few words stand in the paste was never in question.
 */
export function measuredFeedback(question: Question, before: Investigation, step: Step, speaker: Speaker): Feedback[] {
  if (question.state !== 'answered') return []
  const voice = voiceOf(before, speaker)
  if (question.of === 'pool') {
    // Most of many nodes do not have what one of them has: only those that have it say something of the case.
    const confirmed = question.survey?.confirmed ?? []
    return confirmed.flatMap(({ node }) => voice.says(question.caseId, 'confirmed', [], node))
  }
  return step.answer.matches.flatMap((found) => {
    const { state } = found.verdict
    if (state === 'undecided' || !isDecidedOn(question.node, found.verdict)) return []
    if (state === 'ruled-out' && (before.solved || !wasInQuestion(found, before))) return []
    return voice.says(found.case.id, state, found.verdict.because, question.node)
  })
}

function isDecidedOn(node: string, { state, because }: Verdict): boolean {
  const effect = state === 'confirmed' ? 'confirms' : 'rules-out'
  return because.some(
    ({ effect: it, fact: { origin } }) => it === effect && origin.from === 'node' && origin.node === node,
  )
}

function wasInQuestion({ case: { id }, matchedSignatures }: Match, { shown }: Investigation): boolean {
  return matchedSignatures > 0 || shown?.caseId === id
}

function voiceOf({ id: investigation, place }: Investigation, { person, at, fingerprintOf }: Speaker) {
  return {
    withdraws: (caseId: string, opinion: Withdrawal['opinion']): Withdrawal => ({
      investigation,
      caseId,
      opinion,
      by: person,
      at,
    }),
    /** Nothing of a case that is not in the library: nobody knows what was judged. */
    says(caseId: string, opinion: Opinion, because: readonly Ground[], node = ''): Feedback[] {
      const fingerprint = fingerprintOf(caseId)
      if (fingerprint === undefined) return []
      const { channel } = place
      return [{ investigation, caseId, fingerprint, opinion, node, person, at, channel, facts: factsFor(because) }]
    },
    /** Of a match of the answer that the person saw. */
    saysOf(caseId: string, opinion: Opinion, { matches }: Answer): Feedback[] {
      const match = matches.find((it) => it.case.id === caseId)
      return match ? this.says(caseId, opinion, match.verdict.because) : []
    },
  }
}

/** Kinds and fields, without the lines that they were read from. */
function factsFor(because: readonly Ground[]): FeedbackFact[] {
  const facts = new Set(because.map(({ fact }) => fact))
  return [...facts].slice(0, MAX_FACTS).map(({ kind, fields }) => ({
    kind,
    fields: Object.fromEntries(
      Object.entries(fields)
        .slice(0, MAX_FIELDS)
        .map(([name, value]) => [name, typeof value === 'string' ? value.slice(0, MAX_STRING) : value]),
    ),
  }))
}
