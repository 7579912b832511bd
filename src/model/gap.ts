/**
 * Something that a node was asked for and that could not be looked at: rows of this kind may be missing from what was
 * measured. Whoever judges must not take their absence for "nothing wrong".
 */
export interface Gap {
  readonly kind: string
  /** The path of a file or mount point, when that is all that is missing; otherwise anything may be. */
  readonly what: string
}
