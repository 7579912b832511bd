import type { Digest, DigestSubscription, Digests } from './digest.ts'
import type { DraftChange, Drafts } from './draft.ts'
import type { FeedbackChange, FeedbackStore } from './feedback.ts'
import type { Hosts } from './hosts.ts'
import type { ChannelSetting, Investigation } from './investigation.ts'
import type { Mute, MuteScope, Mutes } from './mute.ts'
import type { ForgottenTexts, People } from './people.ts'
import type { Question } from './question.ts'
import type { Alike, Recurrence, Recurrences } from './recurrence.ts'

/**
 * What must survive a crash. One contract; `store/sqlite/` keeps it.
 *
 * What is `received` is on disk before the sender is told so, what is `commit`ted is on disk whole or not at all, and
 * what is `outgoing` leaves at most once unless a look shows that it never arrived.
 */
export interface Store {
  /** Keeps a delivery before it is acknowledged, synchronously. False when its key, or the message that it is about, is known already. Throws when it could not be kept: then it must not be acknowledged. */
  readonly receive: (delivery: Delivery) => boolean
  /** Received and not yet done, oldest first. */
  readonly undone: (limit: number) => Promise<readonly Delivery[]>
  /** All of a change or nothing. Rejects with a KnownError `stale-revision` when the investigation changed meanwhile. */
  readonly commit: (change: Change) => Promise<void>

  /** With the last questions about it; so do the others. */
  readonly investigation: (id: string) => Promise<Investigation | undefined>
  /** The open or solved investigation of a thread; the newest when there are several. */
  readonly investigationIn: (channel: string, thread: string) => Promise<Investigation | undefined>

  /** Open investigations of whose paste somebody is the author and that were answered, newest first; of what is very old none may be found. */
  readonly openInvestigationsOf: (author: string, limit: number) => Promise<readonly Investigation[]>

  /** Questions that are `asking`, of all investigations, oldest first. */
  readonly openQuestions: () => Promise<readonly Question[]>

  readonly channelSetting: (channel: string) => Promise<ChannelSetting | undefined>
  readonly channelSettings: () => Promise<readonly ChannelSetting[]>

  /** The oldest outgoing message of each channel that is due at `now` and not being sent. */
  readonly due: (now: number) => Promise<readonly Outgoing[]>
  /** The earliest time at which `due` will have something; undefined when nothing waits. */
  readonly nextDue: () => Promise<number | undefined>
  readonly outgoing: (id: string) => Promise<Outgoing | undefined>
  /** Records what became of a message: see `OutgoingState`. */
  readonly settle: (id: string, outcome: Outcome) => Promise<void>
  /** The timestamp of the message that an earlier outgoing row with this `subject` became, once it was sent. */
  readonly sentAs: (subject: string) => Promise<SentMessage | undefined>
  /** What became, so far, of the newest post about a subject; undefined when there was none. */
  readonly postState: (subject: string) => Promise<OutgoingState | undefined>

  readonly hosts: Hosts
  readonly digests: Digests
  readonly drafts: Drafts
  readonly feedback: FeedbackStore
  readonly mutes: Mutes
  readonly recurrences: Recurrences
  readonly people: People

  readonly audit: (entry: AuditEntry) => Promise<void>
  /**
   * Deletes what is over and has been kept for its time, little by little, until the signal says so: deliveries that
   * are done, investigations with their pastes, messages that left or failed, copies of the database, the audit. The key of a delivery is kept
   * 25 h whatever the time, and of a post what it became, because both are asked for later; their text goes.
   */
  readonly prune: (now: number, keep: Keep, signal?: AbortSignal) => Promise<void>
  /** Deletes everything and closes: nothing that anybody wrote or did is left, and nothing is kept any more. */
  readonly purge: () => Promise<void>
  /** Throws when the store does not answer. */
  readonly check: () => Promise<void>
  readonly close: () => Promise<void>
}

/** For how long what is over is kept. */
export interface Keep {
  /** Everything that holds text of people. */
  readonly pastesMs: number
  readonly auditMs: number
}

/** One event as Slack delivered it, its text redacted. */
export interface Delivery {
  /** `event_id`: the same for every retry. */
  readonly key: string
  /** `team:channel:ts` of the message that the event is about: a mention arrives as two events. Absent for events about no message, and for edits, which are about a message that is known. */
  readonly about: string | undefined
  /** Deliveries of one lane (a thread) are worked off in the order in which they came. */
  readonly lane: string | undefined
  readonly receivedAt: number
  /** Of a message, `user` is who wrote it. */
  readonly body: unknown
}

export interface Change {
  /** The delivery that this change finishes. Of what it said only `user` is kept. */
  readonly done?: string
  readonly investigation?: Investigation
  /** A new question, or what became of one that is `asking`. A second one about the same investigation, and one that is over, is refused with a KnownError `question-open`. */
  readonly question?: Question
  readonly channelSetting?: ChannelSetting
  /** Refused with a KnownError `digest-decided` when the week has a digest already. */
  readonly digest?: Digest
  readonly subscribe?: DigestSubscription
  /** A channel. */
  readonly unsubscribe?: string
  /** Refused with a KnownError `stale-draft` when it changed meanwhile, `draft-name-taken` when another draft is of that case. */
  readonly draft?: DraftChange
  readonly feedback?: FeedbackChange
  /** Takes the place of the one of the same scope. */
  readonly mute?: Mute
  readonly unmute?: MuteScope
  /** Refused with a KnownError `answered-meanwhile` when such an error has been answered: then this one came again. */
  readonly unlessAnswered?: Alike
  /** One more message of an error that is answered. */
  readonly recurrence?: Recurrence
  /** Of how many recurrences the investigation's message tells from now on. */
  readonly told?: { readonly investigation: string; readonly times: number }
  readonly forget?: ForgottenTexts
  readonly send?: readonly NewOutgoing[]
  readonly audit?: AuditEntry
}

/** A message on its way out. The payload is the sender's business. */
export interface NewOutgoing {
  readonly id: string
  readonly channel: string
  /** What the message is about: the first row with a subject posts, later ones update what it became. A pending update replaces an older pending one of the same subject. */
  readonly subject: string
  readonly kind: 'post' | 'update' | 'ephemeral'
  readonly payload: unknown
  readonly createdAt: number
}

/** `pending` → `sending` → `sent`, or `failed` for good. A crash or a lost reply leaves `unknown`: it is looked up before anything is sent again. */
export type OutgoingState = 'pending' | 'sending' | 'unknown' | 'sent' | 'failed'

export interface Outgoing extends NewOutgoing {
  readonly state: OutgoingState
  readonly attempts: number
  /** Not before this time (milliseconds since the epoch). */
  readonly notBefore: number
  /** Which rung of the ladder of richer and plainer forms is sent: 0 is the richest. */
  readonly rung: number
}

export type Outcome =
  | { readonly state: 'sending' }
  | { readonly state: 'sent'; readonly sent: SentMessage | undefined }
  | { readonly state: 'pending'; readonly notBefore: number; readonly rung?: number }
  | { readonly state: 'unknown'; readonly notBefore: number }
  | { readonly state: 'failed'; readonly reason: string }

export interface SentMessage {
  readonly channel: string
  readonly ts: string
}

/** Who did or tried what, without the text of any paste. */
export interface AuditEntry {
  readonly at: number
  readonly actor: string
  readonly action: string
  readonly object: string
  readonly allowed: boolean
}
