import { withoutPastes } from '../../investigation/investigate.ts'
import type { Forgotten } from '../../messages/slack/forget-message.ts'
import { FORGET_WORDING } from '../../messages/slack/forget-wording.ts'
import { noteMessage } from '../../messages/slack/note-message.ts'
import type { Investigation } from '../../model/investigation.ts'
import { KnownError } from '../../model/known-error.ts'
import type { Writing } from '../../model/people.ts'
import type { OutgoingPayload } from '../outbox/outgoing-payload.ts'
import { revise } from '../revise.ts'
import { outgoing, subjectOf, type Tools } from '../tools.ts'

type Kept = keyof Forgotten

/** Others write in the threads of a page meanwhile. */
const MAX_OVERTAKEN = 10

/**
 * Deletes what somebody wrote, and their name from what is left. Little by little: others are answered meanwhile, and
 * what a crash leaves is deleted when they ask again.
 */
export async function forgetPerson(person: string, tools: Tools): Promise<Forgotten> {
  const last = await tools.store.people.withhold(person)
  const counts: Record<Kept, number> = { deleted: 0, shortened: 0, answers: 0 }
  let overtaken = 0
  for (let next: number | undefined = 0; next !== undefined; ) {
    const page = await tools.store.people.writings(person, next)
    try {
      for (const writing of page.found) for (const what of await forgetIn(writing, person, tools)) counts[what]++
      next = page.next
    } catch (error) {
      if (!isOvertaken(error) || ++overtaken > MAX_OVERTAKEN) throw error
    }
  }
  await tools.store.people.forget(person, last)
  await tools.mutes.refresh()
  tools.wake()
  return counts
}

function isOvertaken(error: unknown): boolean {
  return error instanceof KnownError && error.code === 'stale-revision'
}

async function forgetIn({ investigation, messages }: Writing, person: string, tools: Tools): Promise<readonly Kept[]> {
  const { pastes, audience, author } = investigation
  const isAlone = pastes.every(({ message }) => messages.includes(message))
  const isTheirsOnly = audience !== 'thread' && author === person
  if (isAlone || isTheirsOnly) return deleteWhole(investigation, tools)
  const step = await revise(
    investigation.id,
    (it) => withoutPastes(it, messages, tools.match),
    (_before, step) => ({ forget: forgetting(step.investigation, false) }),
    tools,
  )
  return step ? ['shortened', ...shown(investigation)] : []
}

/** What a thread was answered says that it was deleted; what one person saw is gone from Slack by itself. */
async function deleteWhole(investigation: Investigation, tools: Tools): Promise<readonly Kept[]> {
  const forget = forgetting(investigation, true)
  const { subject, instead } = forget
  const answer = shown(investigation)
  const send = answer.length > 0 ? [outgoing(tools, investigation.place.channel, subject, 'update', instead)] : []
  await tools.store.commit({ forget, send })
  return ['deleted', ...answer]
}

function forgetting(investigation: Investigation, isWhole: boolean) {
  const { id, revision } = investigation
  return { investigation: id, revision, isWhole, subject: subjectOf(investigation), instead: goneFrom(investigation) }
}

function goneFrom({ place, language }: Investigation): OutgoingPayload {
  const forms = noteMessage(FORGET_WORDING[language].answerGone, language)
  return { forms, ...(place.thread !== '' && { thread: place.thread }) }
}

function shown({ audience }: Investigation): readonly Kept[] {
  return audience === 'thread' ? ['answers'] : []
}
