import type { Range } from '../range.ts'

const BEGIN = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g
const END = /[ \t]{0,8}-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/y
const BASE64 = /[A-Za-z0-9+/=]*/y
/** A key of 16,384 bits on one line has 12,500 characters. */
const LONGEST_LINE = 16_384

/**
 * Private keys in PEM form: over lines, on one line with escaped line ends (`\n`, as JSON and strace print them) or
 * with blanks in their place, and without their end, as a cut log has them.
 *
 * Behind the first line only lines that can be of a key are taken, so a key that was cut takes nothing of the log
 * after it.
 */
export function findPrivateKeys(text: string): Range[] {
  const ranges: Range[] = []
  BEGIN.lastIndex = 0
  for (let match = BEGIN.exec(text); match; match = BEGIN.exec(text)) {
    const start = match.index
    const end = endOfKey(text, start + match[0].length)
    ranges.push({ start, end })
    BEGIN.lastIndex = end
  }
  return ranges
}

function endOfKey(text: string, from: number): number {
  const end = endOfKeyText(text, from)
  const mark = endOf(END, text, end)
  if (mark > end) return mark
  return isEndOfLine(text, end) ? endOfKeyLines(text, end) : end
}

/** What may stand within one line where the key over lines has its line ends. */
const JOINTS = [
  /^(?:\\{1,4}[nrt]){1,8}/,
  /^-(?:Type|Info): [\w,-]{1,80}/,
  /^ {1,4}(?=[A-Za-z0-9+/]{40})/,
  /^ {1,4}(?=[A-Za-z0-9+/=]{1,76} {0,4}-----END )/,
]

function endOfKeyText(text: string, from: number): number {
  let end = endOf(BASE64, text, from)
  for (let joint = jointAt(text, end); joint > 0; joint = jointAt(text, end)) end = endOf(BASE64, text, end + joint)
  return end
}

function jointAt(text: string, at: number): number {
  const ahead = text.slice(at, at + 120)
  return Math.max(...JOINTS.map((joint) => joint.exec(ahead)?.[0].length ?? 0))
}

function endOf(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from
  return from + (pattern.exec(text)?.[0].length ?? 0)
}

/** Blanks, a quote, or the sign that continues a string may stand between a marker and the end of its line. */
function isEndOfLine(text: string, at: number): boolean {
  return /^[ \t"',;+\\]{0,8}(?:[\r\n]|$)/.test(text.slice(at, at + 10))
}

function endOfKeyLines(text: string, from: number): number {
  let end = from
  let lastLines = 0
  for (let line = nextLine(text, from); line; line = nextLine(text, line.end)) {
    const mark = line.text.indexOf('-----END ')
    if (mark >= 0) return Math.max(end, endOf(END, text, line.start + mark))
    if (line.text.trim() === '') continue
    if (lastLines > 0 || line.text.includes('-----BEGIN ')) break
    if (isKeyLine(line.text)) end = line.end
    else if (SHORT_LINE.test(line.text)) lastLines++
    else break
  }
  return end
}

interface Line {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** The line after the one that ends at `at` or a few characters on. Undefined behind the last, and for one too long to be of a key. */
function nextLine(text: string, at: number): Line | undefined {
  const feed = text.slice(at, at + 10).indexOf('\n')
  if (feed < 0) return undefined
  const start = at + feed + 1
  const rest = text.slice(start, start + LONGEST_LINE)
  const length = rest.indexOf('\n')
  if (length < 0 && rest.length === LONGEST_LINE) return undefined
  const line = (length < 0 ? rest : rest.slice(0, length)).replace(/\r$/, '')
  return { text: line, start, end: start + line.length }
}

/** Base64 at the end of a line, perhaps in quotes, behind an indent or a log header. An id in hexadecimal is none: it has no capitals. */
const KEY_LINE = /^(?:[\s"'>|+]{0,40}|.{0,120}[\s"'>|])([A-Za-z0-9+/]{16,})={0,2}["',;+\\ \t]{0,8}$/
/** Before the end marker. `=abcd` is the checksum of PGP. */
const SHORT_LINE = /^[\s"'>|+]{0,40}(?:[A-Za-z0-9+/]{1,15}={0,2}|=[A-Za-z0-9+/]{4})["',;+\\ \t]{0,8}$/
const HEADER_LINE = /^[\s"'>|+]{0,40}(?:Proc-Type|DEK-Info|Comment|Version|Hash): /

function isKeyLine(line: string): boolean {
  const base64 = KEY_LINE.exec(line)?.[1] ?? ''
  return HEADER_LINE.test(line) || (/[A-Z]/.test(base64) && /[a-z]/.test(base64))
}
