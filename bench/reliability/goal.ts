/** How much of everything: `full` for the published figures, `short` for a look in under two minutes. */
export type Size = 'full' | 'short'

/** What was measured, in a sentence of figures, and whether it is what the goal asks for. */
export interface Result {
  readonly good: boolean
  readonly says: string
}

/** A promise that is put to the test beside a control: the same without the protection, which must not pass. */
export interface Goal {
  readonly id: string
  readonly promise: string
  /** Mounts file systems: not run without root. */
  readonly needsMounts?: true
  readonly measure: (size: Size) => Promise<Result>
  readonly control: { readonly without: string; readonly measure: (size: Size) => Promise<Result> }
}
