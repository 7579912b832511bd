import { openInvestigation, type Step } from '../investigation/investigate.ts'
import type { Language } from '../model/case.ts'
import { withLikeness } from './quiet/recurrences.ts'
import type { Tools } from './tools.ts'

/** A question that one person asked where nobody else sees the answer. */
export interface PrivateQuestion {
  readonly text: string
  readonly user: string
  readonly team: string
  readonly channel: string
  /** Where it would be shared: a thread, or the channel itself when empty. */
  readonly thread: string
  readonly language: Language
}

/** Opens an investigation that only the person who asked sees, until they share it. */
export async function openForOne(
  { text, user, team, channel, thread, language }: PrivateQuestion,
  tools: Tools,
): Promise<Step> {
  const id = tools.newId()
  const place = { team, channel, thread, message: id }
  const opening = {
    id,
    place,
    text: await tools.redact(text),
    author: user,
    byBot: false,
    asked: true,
    language,
    now: tools.now(),
  }
  const step = withLikeness(openInvestigation(opening, tools.match), tools)
  const investigation = { ...step.investigation, audience: 'author' as const }
  await tools.store.commit({ investigation })
  return { ...step, investigation }
}
