import type { Match } from '../../model/answer.ts'
import type { AskedProbe } from '../../model/question.ts'
import type { Inventory } from './inventory.ts'
import type { MayAsk } from './probing-gate.ts'

/** What handlers of interactions need to have nodes asked. */
export interface Nodes {
  readonly inventory: Inventory
  readonly mayAsk: MayAsk
  readonly asking: Asking
}

export interface Asking {
  /** Settles when the question is on disk and shown; what comes of it is shown later. `busy`: another one about the same investigation is under way. */
  readonly start: (wanted: Wanted) => Promise<'asking' | 'busy' | 'gone'>
  readonly progressOf: (question: string) => Progress | undefined
}

export interface Progress {
  readonly done: number
  readonly of: number
}

/** What somebody who may wants to know. */
export type Wanted = WantedOfNode | WantedOfPool

interface WantedOf {
  readonly investigation: string
  readonly askedBy: string
  readonly probes: readonly AskedProbe[]
}

export interface WantedOfNode extends WantedOf {
  readonly node: string
}

export interface WantedOfPool extends WantedOf {
  readonly pool: string
  readonly nodes: readonly string[]
  /** The case that is looked for on all of them. */
  readonly match: Match
}
