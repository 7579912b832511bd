import { KnownError } from '../model/known-error.ts'
import type { Part, Placeholder, PlaceholderKind, Template } from '../model/template.ts'
import { FoldedLine, lowerAscii, squeezeBlanks } from './folded-line.ts'
import { searchTemplate, type TemplateMatch } from './template-search.ts'

const LONGEST_SOURCE = 1000
const MOST_PLACEHOLDERS = 32
const SHORTEST_LITERAL_BYTES = 3

/** Throws a `KnownError` with the code `bad-template` that says what to write instead. */
export function compileTemplate(source: string): Template {
  return compile(source, true)
}

/** As `compileTemplate`, for a parser's cue: it is found inside words too. */
export function compileCue(source: string): Template {
  return compile(source, false)
}

/** How many bytes of literal text, blanks aside, a line must bear to match: a measure of how little matches by chance. */
export function templateWeight(template: Template): number {
  return literalsOf(template.parts).reduce((sum, literal) => sum + Buffer.byteLength(literal.replaceAll(' ', '')), 0)
}

/** The leftmost match that starts at `from` or later, in time linear in the line. */
export function matchTemplate(template: Template, line: string, from = 0): TemplateMatch | undefined {
  const folded = new FoldedLine(line)
  return searchTemplate(template, folded, folded.placeOf(from), folded.text.length)
}

function compile(source: string, wholeWords: boolean): Template {
  if (source.length > LONGEST_SOURCE)
    throw bad(source, `is ${source.length} characters long; at most ${LONGEST_SOURCE} are allowed`)
  if (/[\r\n]/.test(source)) throw bad(source, 'holds a line break; a signature matches inside one line')
  if (/\p{Surrogate}/u.test(source)) throw bad(source, 'holds half of a character (a lone surrogate)')
  const parts = parseParts(source)
  refuseUnusable(source, parts)
  return { source, parts, wholeWords }
}

/** `<<`, a placeholder, a `<` that is neither, or text up to the next `<`. */
const TOKEN = /<<|<(?:([A-Za-z][\w-]{0,40}):)?(\*|[a-z]+)>|<[^<>]{0,40}>?|[^<]+/g
const KINDS: ReadonlyMap<string, PlaceholderKind> = new Map([
  ['*', 'any'],
  ['path', 'path'],
  ['num', 'num'],
  ['id', 'id'],
  ['ip', 'ip'],
])

function parseParts(source: string): Part[] {
  const parts: Part[] = []
  let literal = ''
  for (const [token, name, kind] of source.trim().matchAll(TOKEN)) {
    if (token === '<<') literal += '<'
    else if (!token.startsWith('<')) literal += token
    else {
      if (literal) parts.push({ literal: lowerAscii(squeezeBlanks(literal)) })
      literal = ''
      parts.push(placeholder(source, token, name, kind))
    }
  }
  if (literal) parts.push({ literal: lowerAscii(squeezeBlanks(literal)) })
  return parts
}

function placeholder(source: string, token: string, name: string | undefined, word = ''): Placeholder {
  const kind = KINDS.get(word)
  if (!kind)
    throw bad(
      source,
      `has the unknown placeholder \`${token}\`; there are \`<*>\`, \`<path>\`, \`<num>\`, \`<id>\`, \`<ip>\`, and \`<name:path>\` to capture under a name; write \`<<\` for the character \`<\``,
    )
  return name === undefined ? { placeholder: kind } : { placeholder: kind, name }
}

function refuseUnusable(source: string, parts: readonly Part[]): void {
  const placeholders = parts.filter((part) => 'placeholder' in part)
  if (parts.length === 0) throw bad(source, 'is empty; write the text that the symptom leaves behind')
  if (placeholders.length > MOST_PLACEHOLDERS)
    throw bad(source, `has ${placeholders.length} placeholders; at most ${MOST_PLACEHOLDERS} are allowed`)
  if (parts.some((part, i) => 'placeholder' in part && 'placeholder' in (parts[i + 1] ?? {})))
    throw bad(source, 'has two placeholders side by side; put literal text between them, or keep only one')
  const names = placeholders.flatMap((part) => part.name ?? [])
  const twice = names.find((name, i) => names.indexOf(name) < i)
  if (twice !== undefined) throw bad(source, `captures \`${twice}\` twice; give each capture its own name`)
  if (!literalsOf(parts).some((literal) => Buffer.byteLength(literal) >= SHORTEST_LITERAL_BYTES))
    throw bad(source, `has no literal text of at least ${SHORTEST_LITERAL_BYTES} bytes to look for`)
}

function literalsOf(parts: readonly Part[]): string[] {
  return parts.flatMap((part) => ('literal' in part ? [part.literal] : []))
}

function bad(source: string, what: string): KnownError {
  const shown = source.length > 80 ? `${source.slice(0, 80)}…` : source
  return new KnownError('bad-template', `The signature \`${shown.replaceAll(/[\r\n]/g, '⏎')}\` ${what}.`)
}
