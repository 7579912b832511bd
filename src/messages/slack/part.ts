import { type CleanText, cleanLine, cleanLines, cleanPiece, cut, isBlank } from './escape.ts'

/** A paragraph or list of a message, in no particular form: the ladder gives it one. */
export interface Part {
  /** 1 is shown before all others; the highest numbers are the first to go when there is no room. */
  readonly priority: number
  readonly heading: Line | undefined
  readonly entries: readonly Entry[]
  /** How many entries there were besides, said at the end. */
  readonly left: number
}

/** What is shown together or not at all: a step, its precondition and its command. */
export type Entry = readonly Element[]
export type Element = Line | Pre

export interface Line {
  readonly kind: 'line'
  readonly spans: readonly Span[]
}

/** Something to read or copy character by character. */
export interface Pre {
  readonly kind: 'pre'
  readonly text: CleanText
}

export type Span =
  | { readonly kind: 'text' | 'bold' | 'code'; readonly text: CleanText }
  | { readonly kind: 'link'; readonly text: CleanText }
  | { readonly kind: 'user'; readonly id: string }

/** No element is longer, so that each fits into a block. */
const MAX_ELEMENT = 2700
/** A line with a mention is escaped in one form of a message, which makes `&` five characters. */
const MAX_MENTION_LINE = MAX_ELEMENT / 5

/** A part without its first `max` entries says how many there were besides. */
export function part(priority: number, heading: Line | undefined, entries: readonly Entry[], max = Infinity): Part {
  const shown = entries.map((entry) => entry.filter(isVisible)).filter((entry) => entry.length > 0)
  return { priority, heading, entries: shown.slice(0, max), left: Math.max(0, shown.length - max) }
}

/** A line of spans; plain strings are our own words. */
export function line(...pieces: readonly (Span | string)[]): Line {
  const spans = pieces.map((piece) => (typeof piece === 'string' ? ours(piece) : piece))
  const max = spans.some((span) => span.kind === 'user') ? MAX_MENTION_LINE : MAX_ELEMENT
  return { kind: 'line', spans: withinLength(spans, max) }
}

export function plain(text: string, max = 600): Span {
  return { kind: 'text', text: cleanLine(text, max) }
}

export function bold(text: string, max = 150): Span {
  return { kind: 'bold', text: cleanLine(text, max) }
}

export function code(text: string, max = 200): Span {
  return { kind: 'code', text: cleanLine(text, max) }
}

/** A link when it is an address of the web that nobody can misread, else its text. */
export function link(url: string): Span {
  const text = cleanLine(url, 1000)
  return { kind: text === url && /^https:\/\/[\w.-]+(?:[/?#][!-~]*)?$/.test(url) ? 'link' : 'text', text }
}

/** A mention, which notifies the person. What is not the id of a person is plain text. */
export function user(id: string): Span {
  return isUserId(id) ? { kind: 'user', id } : plain(id, 50)
}

export function isUserId(id: string): boolean {
  return /^[UW][A-Z0-9]{2,20}$/.test(id)
}

export function pre(text: string, max = MAX_ELEMENT): Pre {
  return { kind: 'pre', text: cleanLines(text, Math.min(max, MAX_ELEMENT)) }
}

export function isVisible(element: Element): boolean {
  if (element.kind === 'pre') return !isBlank(element.text)
  return element.spans.some((span) => span.kind === 'user' || !isBlank(span.text))
}

function ours(text: string): Span {
  return { kind: 'text', text: cleanPiece(text, MAX_ELEMENT) }
}

function withinLength(spans: readonly Span[], max: number): Span[] {
  const kept: Span[] = []
  let room = max
  for (const span of spans) {
    const length = span.kind === 'user' ? span.id.length : span.text.length
    if (length === 0 || room <= 1) continue
    kept.push(span.kind === 'user' || length <= room ? span : { kind: span.kind, text: cut(span.text, room) })
    room -= length
  }
  return kept
}
