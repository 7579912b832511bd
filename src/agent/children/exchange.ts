import type { Looked, Piece, Pool } from '../../model/probe.ts'
import type { NodeView } from '../node-view.ts'

/** What the supervisor asks a child, one thing at a time. */
export type Request =
  | { readonly type: 'plan'; readonly probe: string }
  | { readonly type: 'look'; readonly probe: string; readonly piece: Piece }
  /** A digest of the mount table that the child sees. */
  | { readonly type: 'mounts' }

export type Reply =
  | Ready
  | { readonly type: 'planned'; readonly pieces: readonly Piece[] }
  | { readonly type: 'looked'; readonly looked: Looked }
  | { readonly type: 'mounts'; readonly digest: string }
  /** The probe threw, or the probes could not be loaded. `says` is the error, for a person. */
  | { readonly type: 'failed'; readonly says: string }

/** The first thing that a child says: it has loaded every probe and made its threads. */
export interface Ready {
  readonly type: 'ready'
  readonly probes: readonly Described[]
}

/** A probe without its code, so that the supervisor need not load any. */
export interface Described {
  readonly id: string
  readonly summary: string
  readonly yields: readonly string[]
  readonly deadlineMs: number
  readonly allPiecesMs: number | undefined
  readonly hasPieces: boolean
  readonly pools: readonly Pool[]
}

/** What a child is started with. */
export interface Errand {
  readonly view: NodeView
  /** `file:` URL of the folder with the probes. */
  readonly folder: string
  /** Those to load; all of the folder when undefined. */
  readonly probes: readonly string[] | undefined
}
