import type { Confidence } from './answer.ts'
import type { Language } from './case.ts'
import type { Question } from './question.ts'
import type { Recurred } from './recurrence.ts'

/** The conversation about one paste in one thread. */
export interface Investigation {
  /** Opaque; stands in buttons and in the metadata of our message. */
  readonly id: string
  readonly place: Place
  /** Redacted: what was pasted, and what was added to the thread since, oldest first. */
  readonly pastes: readonly Pasted[]
  /** The person or bot whose message it is. */
  readonly author: string
  /** Somebody asked for an answer (mention, direct message, shortcut, command): it is given also when nothing is known. */
  readonly asked: boolean
  readonly language: Language
  readonly state: 'open' | 'solved'
  /** Cases that people said it is not, in the order in which they said so. */
  readonly dismissed: readonly string[]
  /** Who saw the answer: the thread, only the author, or nobody yet. */
  readonly audience: 'thread' | 'author' | 'nobody'
  /** What the shown answer says, to tell whether a new one differs. */
  readonly shown: Shown | undefined
  readonly solved: Solved | undefined
  /** What nodes were asked about it, oldest first. The store keeps them beside it and hands them out with it. */
  readonly questions?: readonly Question[]
  /** What an error without a likely case has in common with others of its kind: a digest of its line's template. */
  readonly likeness?: string
  /** The error came again. The store keeps it beside the investigation and hands it out with it. */
  readonly recurred?: Recurred
  /** Milliseconds since the epoch. */
  readonly openedAt: number
  /** Counts changes; a change made to an older revision is refused. */
  readonly revision: number
}

/** Slack's ids and timestamps as they came; `thread` is the timestamp of the root message. */
export interface Place {
  readonly team: string
  readonly channel: string
  readonly thread: string
  readonly message: string
}

export interface Pasted {
  /** The message that it stands in. An edited message replaces its paste. */
  readonly message: string
  readonly text: string
}

export interface Shown {
  readonly caseId: string | undefined
  readonly confidence: Confidence | 'none'
  /** A digest of everything that the message says. */
  readonly digest: string
}

export interface Solved {
  readonly by: string
  readonly caseId: string
  readonly at: number
}

/** How Casebook behaves in a channel. `mention` answers when asked, `watch` reads every message, `alerts` reads listed bots too, `off` never answers. */
export type ChannelMode = 'mention' | 'watch' | 'alerts' | 'off'
export const CHANNEL_MODES: readonly ChannelMode[] = ['mention', 'watch', 'alerts', 'off']

export interface ChannelSetting {
  readonly channel: string
  readonly mode: ChannelMode
  readonly setBy: string
  readonly setAt: number
}
