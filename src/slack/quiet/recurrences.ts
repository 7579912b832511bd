import { createHash } from 'node:crypto'
import { firstTemplate } from '../../digest/unanswered.ts'
import type { Step } from '../../investigation/investigate.ts'
import { likelyCase } from '../../model/likely-case.ts'
import type { Alike, Recurrence } from '../../model/recurrence.ts'
import type { IncomingMessage } from '../intake/incoming.ts'
import type { Tools } from '../tools.ts'

/** The step that opens an investigation, with what others of the same error will be known by when no case is likely. */
export function withLikeness(step: Step, { generalise }: Pick<Tools, 'generalise'>): Step {
  if (likelyCase(step.investigation.shown) !== undefined) return step
  const likeness = digested(firstTemplate(step.investigation, generalise))
  return likeness === undefined ? step : { ...step, investigation: { ...step.investigation, likeness } }
}

/** Which answers in the channel are to the same error, and new enough to count it. Undefined when nobody can say whether it came again. */
export function alikeTo({ investigation }: Step, { config, now }: Tools): Alike | undefined {
  const { likeness, place, shown } = investigation
  const caseId = likelyCase(shown)
  if ((caseId ?? likeness) === undefined || config.quietMinutes === 0) return undefined
  return { channel: place.channel, caseId, likeness, since: now() - config.quietMinutes * 60_000 }
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
