import type { Case } from './case.ts'
import type { Fact } from './fact.ts'
import type { Captures } from './template.ts'
import type { Ask, Verdict } from './verdict.ts'

/** `high`: a decisive text or a confirming fact, and nothing contradicts. `medium`: the text fits and siblings remain. `low`: a guess, to be shown only when asked. */
export type Confidence = 'high' | 'medium' | 'low'

/** What Casebook says about one paste. */
export interface Answer {
  /** Of the best match; `none` when nothing is known. */
  readonly confidence: Confidence | 'none'
  /** Best first; what the facts rule out stands last. */
  readonly matches: readonly Match[]
  readonly facts: readonly Fact[]
  /** The command that separates most of the remaining candidates, when there is something to separate. */
  readonly ask: Ask | undefined
}

export interface Match {
  readonly case: Case
  readonly confidence: Confidence
  /** Comparable within one answer only. */
  readonly score: number
  readonly verdict: Verdict
  readonly evidence: readonly EvidenceLine[]
  /** How many signatures of the case the paste holds; several may stand in one line of it. */
  readonly matchedSignatures: number
  readonly captures: Captures
}

/** A line of the paste (1-based, as the person pasted it) and why it speaks for the case. */
export interface EvidenceLine {
  readonly line: number
  readonly text: string
  readonly why: string
}
