/**
 * A signature as a person writes it: literal text and placeholders.
 *
 * | written | stands for |
 * |---|---|
 * | `<*>` | any text |
 * | `<path>` | an absolute path: from `/` to a blank, a quote, a bracket, `,`, `;` or a `:` that ends a word |
 * | `<num>` | digits, with a sign in front and `.` or `,` between them |
 * | `<id>` | letters, digits, `_`, `.` and `-`; the first is a letter, a digit or `_` |
 * | `<ip>` | an IPv4 or IPv6 address, without a port |
 * | `<name:path>` | the same, captured under `name` |
 * | `<<` | the character `<` |
 *
 * In literals the case of ASCII letters is ignored, and a blank stands for any run of spaces and tabs. A placeholder takes at
 * least one character that is not blank, and as few as the text after it allows; at an end of the template it takes all it can.
 *
 * A template matches inside one line, leftmost, and spans at most 1,024 characters of it (a run of blanks counts as one).
 * It does not match inside a word: `disk full` is not in `odisk fully`. For the same reason a `<num>`, `<path>`, `<id>` or `<ip>`
 * at an end of the template must be the whole of what stands there: `took <num>` is not in `took 12ms`, nor in `took 0x1f`.
 */
export interface Template {
  readonly source: string
  /** Literals and placeholders in turn. */
  readonly parts: readonly Part[]
  /** False for a parser's cue, which is found inside words too. */
  readonly wholeWords: boolean
}

export type Part = Literal | Placeholder

export interface Literal {
  /** ASCII letters in lower case, runs of blanks folded to one space. */
  readonly literal: string
}

export interface Placeholder {
  readonly placeholder: PlaceholderKind
  readonly name?: string
}

export type PlaceholderKind = 'any' | 'path' | 'num' | 'id' | 'ip'

export type Captures = Readonly<Record<string, string>>
