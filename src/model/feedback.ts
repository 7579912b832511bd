import type { Fields } from './fact.ts'

/** What was said of a case: by people that it solved the problem or is not this one, by facts measured on a node that it is confirmed or ruled out. */
export type Opinion = 'solved' | 'not-this' | 'confirmed' | 'ruled-out'

/** One voice about one text of a case. */
export interface Vote {
  readonly caseId: string
  /** Of the case as it read then. */
  readonly fingerprint: string
  readonly opinion: Opinion
  readonly investigation: string
  /** The node that was measured; empty where a person spoke. */
  readonly node: string
  /** Who pressed, or who had the node asked. */
  readonly person: string
  /** Milliseconds since the epoch. */
  readonly at: number
}

export interface Feedback extends Vote {
  readonly channel: string
  /** What the verdict rested on then. Bounded, and redacted as all facts are. */
  readonly facts: readonly FeedbackFact[]
}

export interface FeedbackFact {
  readonly kind: string
  readonly fields: Fields
}

/** Takes back what people said of a case in an investigation. */
export interface Withdrawal {
  readonly investigation: string
  readonly caseId: string
  readonly opinion: Extract<Opinion, 'solved' | 'not-this'>
  readonly by: string
  readonly at: number
}

export interface FeedbackChange {
  readonly withdrawn: readonly Withdrawal[]
  readonly said: readonly Feedback[]
}

/** What counts in the ranking: of each person the last vote of each ISO week, of their three newest such weeks. Whoever comes back every week for the same case is still one person. */
export interface Votes {
  readonly right: number
  readonly wrong: number
}

/** What is known of a case, as its text is now. */
export interface Standing {
  /** Investigations that it solved, and those in which people said that it is not this one. */
  readonly solved: number
  readonly notThis: number
  /** Nodes. */
  readonly confirmed: number
  readonly ruledOut: number
  /** How much was said of earlier texts of the case. */
  readonly earlier: number
  readonly votes: Votes
}

/** What was said of one text of a case, counted. */
export interface TextStanding extends Omit<Standing, 'earlier'> {
  readonly caseId: string
  readonly fingerprint: string
  /** How much was said in all. */
  readonly said: number
}

/** The standing of cases by their ids. */
export type Standings = Pick<ReadonlyMap<string, Standing>, 'get'>

/** What the store keeps of feedback. */
export interface FeedbackStore {
  /** What stands of one case, or of all, oldest first. */
  readonly votes: (caseId?: string) => Promise<readonly Vote[]>
  /** The same counted, for each text of a case that something stands of. */
  readonly standings: (caseId?: string) => Promise<readonly TextStanding[]>
}
