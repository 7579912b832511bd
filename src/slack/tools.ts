import type { WebClient } from '@slack/web-api'
import type { MatchText } from '../investigation/investigate.ts'
import { answerMessage } from '../messages/slack/answer-message.ts'
import type { AnswerView } from '../messages/slack/answer-view.ts'
import type { Answer } from '../model/answer.ts'
import type { Case, Language } from '../model/case.ts'
import type { ChannelMode, Investigation } from '../model/investigation.ts'
import type { NewOutgoing, Store } from '../model/store.ts'
import type { IncomingFile, Ourselves } from './incoming.ts'
import type { Log } from './log.ts'
import type { OutgoingPayload } from './outgoing-payload.ts'
import type { LookUpPerson } from './people.ts'
import type { SlackConfig } from './slack-config.ts'

/** What the handlers of Slack's events and interactions work with. */
export interface Tools {
  readonly config: SlackConfig
  readonly store: Store
  readonly match: MatchText
  readonly search: (words: string) => readonly Case[]
  readonly cases: readonly Case[]
  readonly libraryRevision: string
  readonly redact: (text: string) => Promise<string>
  readonly person: LookUpPerson
  /** The redacted text of a file. */
  readonly download: (file: Pick<IncomingFile, 'name' | 'url'>) => Promise<string>
  readonly web: WebClient
  /** For what lives three seconds (trigger ids): fails fast and never retries. */
  readonly quickWeb: WebClient
  readonly ourselves: Ourselves
  readonly log: Log
  readonly now: () => number
  readonly newId: () => string
  /** Something was committed that may have to be sent. */
  readonly wake: () => void
}

/** How we behave in a channel: what was set from Slack, else the configuration. */
export async function modeOf(tools: Tools, channel: string): Promise<ChannelMode> {
  return (await tools.store.channelSetting(channel))?.mode ?? tools.config.defaultMode
}

/** The reader's language: their Slack locale, else English or Chinese as the text is. */
export async function languageFor(tools: Tools, user: string | undefined, text: string): Promise<Language> {
  const known = user === undefined ? undefined : (await tools.person(user)).language
  return known ?? (/\p{Script=Han}{2}/u.test(text.slice(0, 20_000)) ? 'zh' : 'en')
}

/** What a message about an investigation shows. */
export function viewOf(tools: Tools, investigation: Investigation, answer: Answer): AnswerView {
  const { solved } = investigation
  const shown = answer.matches[0]
  const matched = (shown?.evidence ?? []).filter((line) => / signature: /.test(line.why)).length
  return {
    answer,
    language: investigation.language,
    investigation: investigation.id,
    state: solved
      ? { is: 'solved', by: solved.by, caseId: solved.caseId, afterMs: solved.at - investigation.openedAt }
      : { is: 'open' },
    audience: investigation.audience === 'author' ? 'author' : 'thread',
    asked: investigation.asked,
    dismissed: investigation.dismissed.length,
    siblings: shown ? siblingsOf(shown.case, tools.cases).length : 0,
    provenance: { matchedSignatures: matched, libraryRevision: tools.libraryRevision },
  }
}

/** Cases that share a signature. */
function siblingsOf(subject: Case, cases: readonly Case[]): readonly Case[] {
  const texts = new Set(subject.signatures.map((signature) => signature.template.source.toLowerCase()))
  return cases.filter(
    (other) => other.id !== subject.id && other.signatures.some((it) => texts.has(it.template.source.toLowerCase())),
  )
}

/**
 * The message that shows an investigation: a post for the first time in the thread, then updates of it; a message
 * that only the author sees when it is theirs alone. `before` is the investigation as it was shown last.
 */
export function showInvestigation(
  tools: Tools,
  after: Investigation,
  answer: Answer,
  before?: Investigation,
): NewOutgoing[] {
  const { place, audience, author } = after
  if (audience === 'nobody') return []
  const forms = [...answerMessage(viewOf(tools, after, answer))]
  const thread = place.thread === '' ? {} : { thread: place.thread }
  if (audience === 'author') {
    // Slack shows an ephemeral message in a thread only when somebody replied there already:
    // https://docs.slack.dev/reference/methods/chat.postEphemeral
    const where = place.message === place.thread ? {} : thread
    return [outgoing(tools, place.channel, subjectOf(after), 'ephemeral', { forms, ...where, user: author })]
  }
  const kind = before?.audience === 'thread' ? 'update' : 'post'
  return [outgoing(tools, place.channel, subjectOf(after), kind, { forms, ...thread })]
}

/** The investigation's one message in its thread. */
function subjectOf(investigation: Investigation): string {
  return `investigation:${investigation.id}`
}

export function outgoing(
  tools: Tools,
  channel: string,
  subject: string,
  kind: NewOutgoing['kind'],
  payload: OutgoingPayload,
): NewOutgoing {
  return { id: tools.newId(), channel, subject, kind, payload, createdAt: tools.now() }
}
