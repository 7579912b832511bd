import type { Fields } from '../../src/model/fact.ts'
import type { NodeAnswer } from '../../src/model/fleet.ts'
import type { LabNode } from './lab-node.ts'
import type { Undo } from './undo.ts'

/** One real fault: one file of `faults/`. */
export interface Fault {
  readonly name: string
  /** The case that the error must lead to, and that the node must confirm. */
  readonly case: string
  /** Makes it, and tells the error that a real command gives then. What `undo` is given puts it back, also after a failure. */
  readonly make: (node: LabNode, undo: Undo) => Promise<Made>
  /** Where the healthy node cannot rule the case out: what it may say instead, and why. Absent when it must rule it out. */
  readonly healthy?: { readonly verdict: 'undecided' | 'confirmed'; readonly why: string }
}

export interface Made {
  /** What a real command printed. */
  readonly error: string
  /** The row that must confirm the case, with its numbers as the lab knows them from elsewhere: measured by the agent, unless the paste itself says so. */
  readonly proof: { readonly fact: string; readonly fields: Fields; readonly from?: 'paste' }
  /** What a person pastes when it is put back, where the error itself says who did it. */
  readonly errorLater?: () => Promise<string>
  /** Which agent is asked, when it is not the first. */
  readonly agent?: string
  /** What else is wrong with the answer of the agent; undefined when nothing is. */
  readonly complaint?: (answer: NodeAnswer) => string | undefined
}
