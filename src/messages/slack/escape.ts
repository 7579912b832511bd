declare const clean: unique symbol

/** Text that may stand in a block: no control or direction characters, no half of a surrogate pair, of bounded length. Only this file makes it. */
export type CleanText = string & { readonly [clean]: true }

/** Slack parses these three characters and no others: https://docs.slack.dev/messaging/formatting-message-text#escaping */
export function escapeMrkdwn(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** One line, blanks folded. What is longer than `max` ends in `…`. */
export function cleanLine(text: string, max: number): CleanText {
  return bounded(text, max, (piece) => folded(piece).trim())
}

/** The same with the blank at either end, which keeps a piece of a line from its neighbours. */
export function cleanPiece(text: string, max: number): CleanText {
  return bounded(text, max, folded)
}

/** The same for text with line ends and indentation that mean something. */
export function cleanLines(text: string, max: number): CleanText {
  return bounded(text, max, (piece) => stripped(piece.replace(/\r\n?/g, '\n')).replace(/^\n+/, '').trimEnd())
}

/**
 * For a field that Slack parses: entities escaped, and no run of backticks left that would open a fence. The letter
 * that replaces them looks like a backtick and means nothing to a shell.
 */
export function mrkdwn(text: CleanText): string {
  return escapeMrkdwn(text.replace(/`{3,}/g, (fence) => 'ˋ'.repeat(fence.length)))
}

/** Whether nothing of the text can be seen: Slack refuses such a text. */
export function isBlank(text: string): boolean {
  return !/[\p{L}\p{N}\p{P}\p{S}]/u.test(text)
}

/**
 * At most `max` characters, the last of which is `…` when something was cut. Never cuts a surrogate pair or what a
 * reader sees as one character. Slack does not say what it counts, so this counts UTF-16 units: no count is higher.
 */
export function cut<Text extends string>(text: Text, max: number): Text {
  if (text.length <= max) return text
  return `${text.slice(0, boundaryBefore(text, max - 1)).trimEnd()}…` as Text
}

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' })
/** A letter with more marks than this is an attack on the layout, and is cut inside. */
const MAX_GRAPHEME = 64

function boundaryBefore(text: string, at: number): number {
  const start = GRAPHEMES.segment(text.slice(0, at + MAX_GRAPHEME)).containing(at)?.index ?? at
  if (at - start <= MAX_GRAPHEME) return start
  return isLowSurrogate(text, at) ? at - 1 : at
}

function isLowSurrogate(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  return unit >= 0xdc00 && unit <= 0xdfff
}

/** Looks at no more of a huge text than can be shown: what is cleaned away makes it shorter, hence the margin. */
function bounded(text: string, max: number, cleaned: (piece: string) => string): CleanText {
  const window = 2 * max + 1000
  if (text.length <= window) return cut(cleaned(text), max) as CleanText
  const end = window - (isLowSurrogate(text, window) ? 1 : 0)
  return cut(`${cleaned(text.slice(0, end))}…`, max) as CleanText
}

/**
 * Direction overrides make `rm a` read as something else, tags and zero-width characters hide text. The joiners U+200C
 * and U+200D stay: Persian and emoji need them.
 */
const HIDDEN =
  /[\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E0FFF}]/gu

function folded(text: string): string {
  return stripped(text).replace(/\s+/g, ' ')
}

function stripped(text: string): string {
  return text
    .replace(/\p{Cs}/gu, '\uFFFD')
    .replace(/[\u0085\u2028\u2029]/g, '\n')
    .replace(/\p{Cc}/gu, (control) => (control === '\n' || control === '\t' ? control : ''))
    .replace(HIDDEN, '')
}
