/** Where a case is muted. */
export interface MuteScope {
  readonly caseId: string
  /** Undefined: in all channels. */
  readonly channel: string | undefined
  /** In lower case. Undefined: whatever node a paste is about. */
  readonly node: string | undefined
}

/** About a muted case nothing is said unless somebody asks, and then that it is muted. */
export interface Mute extends MuteScope {
  /** Slack's id of who muted it; empty when that person was forgotten. */
  readonly by: string
  /** As they are called in Slack, or empty: a message names them and does not call them. */
  readonly byName: string
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly until: number
}

/** What the store knows of mutes; they are made and taken back by a `Change`. */
export interface Mutes {
  /** Those that are not over at a time, by case, channel and node. */
  readonly active: (now: number) => Promise<readonly Mute[]>
}
