import type { Bilingual, Effect } from './case.ts'
import type { Fact } from './fact.ts'

/** What the facts say of a case. */
export interface Verdict {
  readonly state: 'confirmed' | 'ruled-out' | 'undecided'
  /** What the facts said, each with the number that it rests on. For facts that contradict each other the state is undecided and both stand here. */
  readonly because: readonly Ground[]
  /** Facts that would decide and are not there. Empty unless undecided. */
  readonly missing: readonly Missing[]
  /** What pasted facts said before a measurement of the same replaced them, and says otherwise. Decides nothing. */
  readonly outdated?: readonly Ground[]
}

export interface Ground {
  readonly effect: Effect
  /** The evidence's sentence with the row's values filled in. */
  readonly says: Bilingual
  readonly fact: Fact
}

export interface Missing {
  readonly fact: string
  /** A read-only command that yields it. */
  readonly run: string
}

/** The one thing to look at next, and which candidates it decides. */
export interface Ask {
  readonly command: string
  readonly probe: string
  readonly separates: readonly string[]
  readonly outcomes: readonly Outcome[]
}

export interface Outcome {
  readonly case: string
  /** CEL over the row that the command yields. */
  readonly when: string
  readonly effect: Effect
}
