import type { WebClient } from '@slack/web-api'
import type { MatchText } from '../investigation/investigate.ts'
import { answerMessage } from '../messages/slack/answer-message.ts'
import { type AnswerView, shownMatch } from '../messages/slack/answer-view.ts'
import type { Answer } from '../model/answer.ts'
import type { Case, Language } from '../model/case.ts'
import type { NearLimit } from '../model/digest.ts'
import type { FactKind } from '../model/fact.ts'
import type { Standings } from '../model/feedback.ts'
import type { ChannelMode, Investigation } from '../model/investigation.ts'
import type { NewOutgoing, Store } from '../model/store.ts'
import type { FeedbackDesk } from './feedback.ts'
import type { IncomingFile, Ourselves } from './intake/incoming.ts'
import type { Sockets } from './intake/transports.ts'
import type { Library } from './library.ts'
import type { Log } from './log.ts'
import type { OutgoingPayload } from './outbox/outgoing-payload.ts'
import type { Sender } from './outbox/sender.ts'
import type { LookUpPerson } from './people/people.ts'
import type { Nodes } from './probing/nodes.ts'
import { probingView } from './probing/probing-view.ts'
import type { KnownMutes } from './quiet/mutes.ts'
import { quietView } from './quiet/quiet-view.ts'
import type { SlackConfig } from './slack-config.ts'

/** What the handlers of Slack's events and interactions work with. */
export interface Tools {
  readonly config: SlackConfig
  readonly store: Store
  readonly match: MatchText
  /** What an error line has in common with others of its kind. */
  readonly generalise: (line: string) => string | undefined
  readonly search: (words: string) => readonly Case[]
  readonly cases: readonly Case[]
  readonly kinds: ReadonlyMap<string, FactKind>
  readonly libraryRevision: string
  readonly library: Library
  readonly feedback: FeedbackDesk
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
  readonly follow: Sender['follow']
  readonly nodes: Nodes
  readonly mutes: KnownMutes
  readonly sockets: () => Sockets | undefined
  /** Asks all nodes which of them come near a limit. */
  readonly sweep: () => Promise<readonly NearLimit[]>
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
export function viewOf(
  tools: Pick<Tools, 'cases' | 'libraryRevision'> & { readonly feedback?: Standings },
  investigation: Investigation,
  answer: Answer,
): AnswerView {
  const state = stateOf(investigation)
  const shown = shownMatch({ answer, state })
  return {
    answer,
    language: investigation.language,
    investigation: investigation.id,
    state,
    audience: investigation.audience === 'author' ? 'author' : 'thread',
    asked: investigation.asked,
    dismissed: investigation.dismissed.length,
    siblings: shown ? siblingsOf(shown.case, tools.cases).length : 0,
    provenance: {
      matchedSignatures: shown?.matchedSignatures ?? 0,
      libraryRevision: tools.libraryRevision,
      standing: shown && tools.feedback?.get(shown.case.id),
    },
  }
}

/** The same with what is known of it besides, for a person alone. */
export function ownView(tools: Tools, investigation: Investigation, answer: Answer): AnswerView {
  const view = viewOf(tools, investigation, answer)
  return { ...view, ...quietView(tools, investigation, view) }
}

/** The same with what nodes were asked about it, for what everybody in the thread sees. */
export function wholeView(tools: Tools, investigation: Investigation, answer: Answer): AnswerView {
  const view = ownView(tools, investigation, answer)
  const probing = probingView(tools, investigation, view)
  return probing ? { ...view, probing } : view
}

function stateOf({ solved, openedAt }: Investigation): AnswerView['state'] {
  if (!solved) return { is: 'open' }
  return { is: 'solved', by: solved.by, caseId: solved.caseId, afterMs: solved.at - openedAt }
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
  const forms = [...answerMessage(wholeView(tools, after, answer))]
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
export function subjectOf(investigation: Investigation): string {
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
