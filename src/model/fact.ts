import type { z } from 'zod'

/** One typed observation: a row of its kind. A field that is not there is unknown, never zero. */
export interface Fact {
  readonly kind: string
  readonly fields: Fields
  readonly origin: Origin
}

export type FieldValue = string | number | boolean
export type Fields = Readonly<Record<string, FieldValue | undefined>>

/** Where a fact was seen. `lines` are 1-based, in what the person pasted; `at` is an ISO 8601 time. */
export type Origin =
  | { readonly from: 'paste'; readonly command: string; readonly lines: readonly number[] }
  | { readonly from: 'node'; readonly node: string; readonly probe: string; readonly at: string }

/** A command that a person can run on the node, and the fields that its output fills. */
export interface Source {
  readonly run: string
  readonly fills: readonly string[]
}

export interface FactKind<Schema extends z.ZodObject = z.ZodObject> {
  /** The file's name: `filesystem` for `src/facts/filesystem.ts`. */
  readonly id: string
  /** What one row is, in one sentence. */
  readonly summary: string
  /** Scalars only (string, number, boolean); every field has a description with its unit. */
  readonly schema: Schema
  /** Read-only commands that yield this fact, best first. */
  readonly sources: readonly Source[]
  /** The field with the path below which a row speaks, for kinds that describe a place in the file tree. */
  readonly place?: string
  /** Rows tell of what happened: a later measurement that does not show it any more does not undo it. */
  readonly past?: boolean
  /** Rows of this kind that follow from rows of other kinds (a count and its limit, rows and their total). */
  readonly derive?: (facts: readonly Fact[]) => readonly Derived[]
  /** Kinds from whose rows `derive` makes what nobody can measure by itself: a node that is asked for this kind is asked for them. */
  readonly derivedFrom?: readonly string[]
}

/** A row that follows from other rows; it rests on the lines that they rest on. */
export interface Derived {
  readonly fields: Fields
  readonly because: readonly Fact[]
}

/** What a parser or a probe says before it is checked against the kind's schema. `first` and `last` are indices into the lines it was given, inclusive. */
export interface Observation {
  readonly kind: string
  readonly fields: Fields
  readonly first: number
  readonly last: number
}

export function defineFactKind<Schema extends z.ZodObject>(kind: FactKind<Schema>): FactKind<Schema> {
  return kind
}

/**
 * A row of `kind` seen on lines `first` to `last`. Leave a field out (or undefined) when the text does not say it. With a
 * type and an id (`observe<typeof kind.schema>('id', …)`) the schema is not loaded, for parsers that probes use.
 */
export function observe<Schema extends z.ZodObject>(
  kind: FactKind<Schema> | string,
  fields: { readonly [Key in keyof z.infer<Schema>]: z.infer<Schema>[Key] | undefined },
  first: number,
  last: number = first,
): Observation {
  return { kind: typeof kind === 'string' ? kind : kind.id, fields: fields as Fields, first, last }
}
