import { createHash } from 'node:crypto'
import { firstTemplate } from '../../digest/unanswered.ts'
import type { Step } from '../../investigation/investigate.ts'
import { likelyCase, likenessOf } from '../../investigation/likeness.ts'
import type { Alike, Recurrence } from '../../model/recurrence.ts'
import type { IncomingMessage } from '../intake/incoming.ts'
import type { Tools } from '../tools.ts'

/** The step that opens an investigation, with what others of the same error will be known by. */
export function withLikeness(step: Step, { generalise }: Pick<Tools, 'generalise'>): Step {
  const likeness = likenessOf(step.answer, () => digested(firstTemplate(step.investigation, generalise)))
  return likeness === undefined ? step : { ...step, investigation: { ...step.investigation, likeness } }
}

/** Which answers in the channel are to the same error, and new enough to count it. */
export function alikeTo({ investigation, answer }: Step, { config, now }: Tools): Alike | undefined {
  const { likeness, place } = investigation
  if (likeness === undefined || config.quietMinutes === 0) return undefined
  const since = now() - config.quietMinutes * 60_000
  return { channel: place.channel, likeness, caseId: likelyCase(answer), since }
}

/** When it was said, not when we came to read it: that may be hours later. */
export function recurrenceOf(investigation: string, { ts, thread }: IncomingMessage, { now }: Tools): Recurrence {
  const saidAt = Number(ts) * 1000
  return { investigation, message: ts, thread, at: Number.isFinite(saidAt) ? saidAt : now() }
}

/** Kept longer than the paste when its writer is forgotten: it must not say what was written. */
function digested(template: string | undefined): string | undefined {
  return template === undefined ? undefined : createHash('sha256').update(template).digest('hex').slice(0, 32)
}
