/** An error that was answered in its channel came again, in another message. */
export interface Recurrence {
  /** The one that answers it. */
  readonly investigation: string
  /** Slack's timestamps of the message and of the root of its thread. */
  readonly message: string
  readonly thread: string
  /** Milliseconds since the epoch. */
  readonly at: number
}

/** How often the error of an investigation came again. */
export interface Recurred {
  readonly times: number
  readonly lastAt: number
  readonly newest: Pick<Recurrence, 'message' | 'thread'>
}

/** The same error in the same channel: by the case that its thread leads with now, or by its line while the thread has no case. */
export interface Alike {
  readonly channel: string
  readonly caseId: string | undefined
  /** See `Investigation.likeness`. */
  readonly likeness: string | undefined
  /** Opened at this time or later. */
  readonly since: number
}

/** What the store knows of recurrences; they are counted by a `Change`. */
export interface Recurrences {
  /** The first investigation of such an error that the thread was answered. */
  readonly answeredAlike: (alike: Alike) => Promise<string | undefined>
  /** Investigations whose message does not tell of all recurrences yet, those that came first first. */
  readonly untold: (limit: number) => Promise<readonly string[]>
}
