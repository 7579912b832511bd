import type { Fields } from './fact.ts'

/** A CEL expression over the fields of one row, type-checked against the row's kind. */
export interface Condition {
  readonly source: string
  /** The fields that the expression reads. A row that lacks one of them says nothing. */
  readonly fields: readonly string[]
  /** Undefined when the row lacks a field that the expression reads. */
  readonly holds: (fields: Fields) => boolean | undefined
}
