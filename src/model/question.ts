import type { Bilingual } from './case.ts'
import type { Fact } from './fact.ts'
import type { NodeAnswer } from './fleet.ts'
import type { Verdict } from './verdict.ts'

/** What somebody asked of a node, or of many, about an investigation, and what came back. */
export type Question = NodeQuestion | PoolQuestion

interface Asked {
  readonly id: string
  readonly investigation: string
  readonly askedBy: string
  /** Milliseconds since the epoch. */
  readonly askedAt: number
  readonly probes: readonly AskedProbe[]
  /** Of an investigation at most one question is `asking`. `interrupted`: Casebook ended before the answer came. */
  readonly state: 'asking' | 'answered' | 'interrupted'
  readonly endedAt?: number
}

export interface AskedProbe {
  readonly id: string
  /** Fact kinds. */
  readonly yields: readonly string[]
}

export interface NodeQuestion extends Asked {
  readonly of: 'node'
  readonly node: string
  readonly measured?: Measured
}

/** What a node answered, redacted. Its strings are as hostile as a paste. */
export interface Measured {
  readonly facts: readonly Fact[]
  readonly notChecked: NodeAnswer['notChecked']
  /** Why the node did not finish. */
  readonly fault?: string
  /** Kinds of which not all rows were kept. */
  readonly cut: readonly string[]
}

/** Which of many nodes have one case. */
export interface PoolQuestion extends Asked {
  readonly of: 'pool'
  /** The pattern of names or labels, as a person typed it. */
  readonly pool: string
  readonly caseId: string
  /** How many nodes it fits. */
  readonly nodes: number
  readonly survey?: Survey
}

/** What many nodes answered about one case. Nodes are listed by their names, up to a bound. */
export interface Survey {
  readonly counts: Readonly<Record<Verdict['state'] | 'silent', number>>
  readonly confirmed: readonly { readonly node: string; readonly says: Bilingual }[]
  /** Answered, and the case could not be decided: why, when something could not be checked. */
  readonly undecided: readonly { readonly node: string; readonly why: string }[]
  readonly silent: readonly { readonly node: string; readonly fault: string }[]
}
