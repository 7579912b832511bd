import type { Bilingual, Language } from './case.ts'
import type { Investigation } from './investigation.ts'

/** When a channel gets its digest: once in each ISO week, on a day and at a time of its own zone. */
export interface Schedule {
  /** ISO 8601: 1 is Monday, 7 is Sunday. */
  readonly weekday: number
  readonly hour: number
  readonly minute: number
  /** An IANA name: `Europe/Berlin`. */
  readonly timeZone: string
}

export interface DigestSubscription extends Schedule {
  readonly channel: string
  readonly language: Language
  readonly setBy: string
  readonly setAt: number
}

/** One digest that was due. There is one for each channel and ISO week, whatever became of it. */
export interface DueDigest {
  /** The ISO week of the local day on which it was due: `2026-W47`. */
  readonly week: string
  /** Milliseconds since the epoch. */
  readonly dueAt: number
}

/** `posted`: on its way out, or out. `nothing`: there was nothing to tell. `late`: the app was down for so long that it would have told old news. */
export type DigestOutcome = 'posted' | 'nothing' | 'late'

export interface Digest extends DueDigest {
  readonly channel: string
  readonly outcome: DigestOutcome
  readonly decidedAt: number
}

/** What a channel learned in a week. */
export interface WeekReport {
  readonly week: string
  /** Milliseconds since the epoch: from (inclusive) to (exclusive). */
  readonly from: number
  readonly to: number
  /** Investigations that somebody asked for, or that were answered unasked. */
  readonly asked: number
  /** Of those, the ones to which a case was shown. */
  readonly answered: number
  readonly solved: number
  /** Median milliseconds from the paste to `This solved it`; absent when nothing was solved. */
  readonly medianSolvedAfterMs?: number
  /** Investigations whose case a fact measured on a node confirmed, and those in which one ruled a case out. */
  readonly confirmedOnNodes: number
  readonly ruledOutOnNodes: number
  /** Most often shown first. */
  readonly cases: readonly CaseOfTheWeek[]
  /** Errors that no case answered, most frequent first; `template` says what they have in common. */
  readonly unanswered: readonly UnansweredGroup[]
  readonly library: LibraryChanges
  readonly nearLimits: readonly NearLimit[]
}

export interface CaseOfTheWeek {
  readonly id: string
  readonly title: Bilingual
  readonly shown: number
  readonly solved: number
  /** How often people said that it was not this one. */
  readonly dismissed: number
}

export interface UnansweredGroup {
  readonly template: string
  readonly count: number
  /** The newest investigation of the group. */
  readonly investigation: string
}

export interface LibraryChanges {
  readonly added: readonly KnownCase[]
  readonly changed: readonly KnownCase[]
}

export interface KnownCase {
  readonly id: string
  readonly title: Bilingual
}

/** Nodes on which a share of something limited is used up. */
export interface NearLimit {
  /** The fact kind and the field in percent: `filesystem`, `inodesUsedPercent`. */
  readonly kind: string
  readonly field: string
  readonly nodes: readonly { readonly node: string; readonly percent: number }[]
}

/** A case and a fingerprint of its content. */
export interface CaseMark {
  readonly id: string
  readonly fingerprint: string
}

/** What the store keeps of digests. */
export interface Digests {
  readonly subscriptions: () => Promise<readonly DigestSubscription[]>
  readonly digest: (channel: string, week: string) => Promise<Digest | undefined>
  /** Opened from (inclusive) to (exclusive), with the last questions about them, oldest first. */
  readonly investigations: (channel: string, from: number, to: number) => Promise<readonly Investigation[]>
  /** Remembers the library as it is now; what is new or has another fingerprint changed now. */
  readonly markCases: (cases: readonly CaseMark[], now: number) => Promise<void>
  readonly changedCases: (
    from: number,
    to: number,
  ) => Promise<readonly { readonly id: string; readonly addedAt: number; readonly changedAt: number }[]>
}
