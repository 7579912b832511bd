import type { Fact } from './fact.ts'
import type { NotChecked } from './probe.ts'

/** The agents that are connected, and asking them. The nodes that are connected are the inventory: a name that a person types is looked up here and never becomes an address. */
export interface Fleet {
  /** In the order of their nodes' names. */
  readonly agents: () => readonly ConnectedAgent[]
  /** The agent of exactly this node. */
  readonly agentOf: (node: string) => ConnectedAgent | undefined
  /**
   * Asks one node. Resolves also when some or all of it could not be checked, or the agent went away meanwhile: then what
   * came is kept and the rest is named. Rejects with a KnownError `no-such-node` when no agent of that node is connected.
   */
  readonly ask: (node: string, probes: readonly string[], options: AskOptions) => Promise<NodeAnswer>
}

/** A fleet that also asks many nodes at once: "check the pool". */
export interface PoolFleet extends Fleet {
  /** Under one deadline for all of them. Never rejects: a node that is not connected is one that did not answer. */
  readonly askAll: (nodes: readonly string[], probes: readonly string[], options: AskOptions) => Promise<PoolAnswer>
}

export interface PoolAnswer {
  /** Of the nodes that answered, also in part, in the order in which they were named. */
  readonly answers: readonly NodeAnswer[]
  /** The nodes that did not, and why. */
  readonly silent: readonly { readonly node: string; readonly fault: string }[]
}

export interface ConnectedAgent {
  readonly node: string
  readonly version: string
  /** From Kubernetes, or as they were set when the host was enrolled; never from the agent itself. */
  readonly labels: Readonly<Record<string, string>>
  readonly probes: readonly KnownProbe[]
  /** Milliseconds since the epoch. */
  readonly connectedAt: number
}

export interface KnownProbe {
  readonly id: string
  readonly summary: string
  /** Fact kinds. */
  readonly yields: readonly string[]
}

export interface AskOptions {
  readonly deadlineMs: number
  /** Called after each probe, with how many are done. */
  readonly onProgress?: (done: number, of: number) => void
}

export interface NodeAnswer {
  readonly node: string
  /** Checked against their kinds' schemas; their origin names node, probe and the app's time. */
  readonly facts: readonly Fact[]
  readonly notChecked: readonly (NotChecked & { readonly probe: string })[]
  /** Why the agent did not finish: refused, gone, late, or lied. Absent when it did. */
  readonly fault?: string
}
