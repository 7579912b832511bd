import type { Observation } from './fact.ts'

/**
 * Reads the output of one command out of a paste that may hold anything else too.
 *
 * A parser wakes at a cue, looks at the lines around it, and says what it saw. It never throws, skips what it does
 * not understand, and touches each line a bounded number of times: foreign text of any size costs linear time.
 */
export interface Parser {
  /** The command as a person types it, for the reader of an answer: `df -i`. */
  readonly command: string
  /** Literal texts that wake the parser on a line (letter case ignored, at least 3 bytes, the rarer the better). Templates with `<*>`, `<num>`, … are allowed. */
  readonly cues: readonly string[]
  /** What the output looks like. A test reads it and expects facts. */
  readonly sample: string
  /** `lines` are the cleaned lines of the whole paste; `at` is the index of the line with the cue. Undefined when this is not the output that it looked like. */
  readonly read: (lines: readonly string[], at: number) => Reading | undefined
}

/** Facts, and the lines `from` (inclusive) to `to` (exclusive) that are now read: the parser is not woken again inside them. */
export interface Reading {
  readonly facts: readonly Observation[]
  readonly from: number
  readonly to: number
}
