import type { Investigation } from './investigation.ts'

/** What stands where the id of somebody stood who was forgotten. It is no id of Slack's. */
export const FORGOTTEN = 'forgotten'

/** An investigation that rests on something that a person wrote. */
export interface Writing {
  readonly investigation: Investigation
  /** The messages of its pastes that are theirs. */
  readonly messages: readonly string[]
}

export interface WritingsPage {
  readonly found: readonly Writing[]
  /** What to ask for next; undefined when there is no more. */
  readonly next: number | undefined
}

/** What was concluded and sent of an investigation goes, because somebody wants deleted what it rests on. */
export interface ForgottenTexts {
  readonly investigation: string
  /** As this change leaves it. When another is kept, the change is refused with a KnownError `stale-revision`. */
  readonly revision: number
  /** It goes too, with what nodes were asked about it: then what waits to be sent does not leave. */
  readonly isWhole: boolean
  readonly subject: string
  /** What messages about the subject say instead that may be on their way. */
  readonly instead: unknown
}

/** What the store knows of people. To forget somebody is refused with a KnownError `no-person` for what is no id of one. */
export interface People {
  /** What somebody sent is not worked off any more, and what waits to be shown to them alone is not sent. Says up to which delivery: what comes later is a new beginning. */
  readonly withhold: (person: string) => Promise<number>
  /** What somebody wrote, a few investigations at a time: the first are after 0. A paste of which nobody knows who wrote it is its investigation's author's. */
  readonly writings: (person: string, after: number) => Promise<WritingsPage>
  /** Deletes what somebody sent up to a delivery (all by now without one) and what was sent to them, and puts `FORGOTTEN` where their id is left: little by little. */
  readonly forget: (person: string, last?: number) => Promise<void>
}
