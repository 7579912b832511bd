import type { z } from 'zod'
import type { FactKind, Fields } from './fact.ts'

/**
 * Node → facts: one file of `src/agent/probes/`, chosen by its name and by nothing else. It takes no argument, so that
 * nothing from outside ever becomes a command, a path or an address.
 *
 * It reads and never writes, starts no process, opens no listener. A fact is the node's or it is absent: what the kernel
 * answers for the reader's own namespace is no fact of the node when the agent has a namespace of its own.
 */
export interface Probe<View> {
  /** What it looks at, in one sentence. */
  readonly summary: string
  /** The fact kinds that it yields. Facts of another kind are dropped. */
  readonly yields: readonly string[]
  /** What it needs beyond the default tier (uid 65534, no capability, single files and leaf directories), and the price. */
  readonly rights?: readonly Right[]
  /** Milliseconds for one piece; after that the piece is given up, and its child with it. */
  readonly deadlineMs: number
  /** Milliseconds for all pieces together, when that is less than a question may take. */
  readonly allPiecesMs?: number
  /** Pieces of work that must not wait for one another. One piece in the pool `kernel` when absent. Reads kernel text only, never a path that can hang. */
  readonly pieces?: (view: View) => readonly Piece[]
  /** The pools that its pieces may ever be in, when those are more than at the start: a child loads only what may run in it. */
  readonly pools?: readonly Pool[]
  readonly look: (view: View, piece: Piece) => Looked | Promise<Looked>
}

/** `name` is told to people when the piece hangs; `task` is what `look` needs, as JSON. */
export interface Piece {
  readonly name: string
  readonly pool: Pool
  readonly task?: unknown
}

/** Children that share a fate: `kernel` reads kernel text and local sockets, `local` asks local file systems, `remote` those behind a network or FUSE. */
export type Pool = 'kernel' | 'local' | 'remote'

export interface Right {
  /** `CAP_SYSLOG`, `the docker socket`. */
  readonly right: string
  /** What it opens to an attacker who has the agent. */
  readonly price: string
}

export interface Looked {
  readonly facts: readonly Measured[]
  readonly notChecked: readonly NotChecked[]
}

export interface Measured {
  readonly kind: string
  readonly fields: Fields
}

/** Not the same as "nothing wrong". */
export interface NotChecked {
  /** What was to be looked at: a mount point, a file, a socket. */
  readonly what: string
  readonly why: 'missing-right' | 'hung' | 'timed-out' | 'not-here' | 'not-trusted' | 'budget' | 'failed'
  /** One sentence: the right that is missing, the error, what to do. */
  readonly says: string
}

/** What one probe found on one node. */
export interface ProbeReport extends Looked {
  readonly probe: string
  readonly tookMs: number
}

/**
 * A row of `kind` as a probe measured it. Leave out (or undefined) what is not known for certain. With a type and an id
 * (`measured<typeof filesystem>('filesystem', …)`) the schema is not loaded: what hangs keeps its memory.
 */
export function measured<Kind extends FactKind>(
  kind: Kind | string,
  fields: { readonly [Key in keyof z.infer<Kind['schema']>]: z.infer<Kind['schema']>[Key] | undefined },
): Measured {
  return { kind: typeof kind === 'string' ? kind : kind.id, fields: fields as Fields }
}
