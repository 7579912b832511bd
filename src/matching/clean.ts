import { KnownError } from '../model/known-error.ts'

/** What a person may paste or upload at once, in UTF-16 code units. Beyond it the paste is refused, never cut in silence. */
export const MAX_PASTE_LENGTH = 16 * 1024 * 1024

/** A paste as the rest of the program reads it. */
export interface CleanPaste {
  readonly lines: readonly string[]
  /** `numbers[i]` is the 1-based number of `lines[i]` in what the person pasted. */
  readonly numbers: readonly number[]
  /** Lines that a terminal or a mail program broke, put together again; `at` is the index of the first half. For signatures only: tables are not joined. */
  readonly joins: readonly Join[]
}

export interface Join {
  readonly at: number
  readonly text: string
}

/**
 * Undoes what the way into Slack does to text: entities and auto-links, ANSI codes and control characters, nested
 * escapes of JSON logs, mail quoting, broken lines. Throws a KnownError `paste-too-large` past MAX_PASTE_LENGTH.
 */
export function cleanPaste(text: string): CleanPaste {
  if (text.length > MAX_PASTE_LENGTH) throw tooLarge(text.length)
  const lineEnd = text.includes('\n') ? '\n' : '\r'
  const unquote = isQuotedMail(text, lineEnd) ? unquoteMail : (line: string): string => line
  const lines: string[] = []
  const numbers: number[] = []
  let blanks = 0
  forEachLine(text, lineEnd, (rawLine, number) => {
    for (const line of cleanLine(unquote(rawLine))) {
      blanks = isBlank(line) ? blanks + 1 : 0
      if (blanks > MAX_BLANK_LINES) continue
      lines.push(line)
      numbers.push(number)
    }
  })
  return { lines, numbers, joins: joinBroken(lines) }
}

/** Two blank lines end a table as well as two thousand do. */
const MAX_BLANK_LINES = 2

function forEachLine(text: string, lineEnd: string, visit: (line: string, number: number) => void): void {
  let number = 1
  for (let from = 0; from <= text.length; number++) {
    const end = text.indexOf(lineEnd, from)
    const to = end < 0 ? text.length : end
    visit(text.slice(from, to), number)
    from = to + 1
  }
}

function isBlank(line: string): boolean {
  return line === '' || line.trim() === ''
}

function tooLarge(length: number): KnownError {
  const size = (units: number): string => `${Math.round(units / 1024 / 1024)} Mi`
  return new KnownError(
    'paste-too-large',
    `expected at most ${size(MAX_PASTE_LENGTH)} characters, got ${size(length)}; paste the lines around the error instead`,
  )
}

/** ANSI: CSI and OSC sequences, then lone escapes. Each class excludes the byte that starts the next sequence, so matching is linear. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
const ANSI = /\u001b\[[0-?]{0,64}[ -/]{0,16}[@-~]|\u001b\][^\u0007\u001b]{0,512}(?:\u0007|\u001b\\)?|\u001b[@-Z\\-_]?/g
/** Controls but tab, zero-width characters, and the overrides that show text in another order than it stands. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g
const ODD_BLANKS = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g

/** Most lines of most logs hold nothing but these. */
const CLEAN = /^[\t\x20-%'-;=-[\]-~\u3001-\ufefe]*$/

/** One line, or several where carriage returns or escaped line ends break it. */
function cleanLine(line: string): readonly string[] {
  if (CLEAN.test(line)) return [line]
  // A progress bar redraws its line with carriage returns; a Windows line end leaves one at the end.
  return line
    .replace(/\r$/, '')
    .split('\r')
    .flatMap((part) => unescapeLine(unslack(visible(part))))
}

function visible(line: string): string {
  return line.replace(ANSI, '').replace(INVISIBLE, '').replace(ODD_BLANKS, ' ')
}

/** Slack wraps links, channels and people in angle brackets and escapes three characters: https://docs.slack.dev/messaging/formatting-message-text */
const SLACK_LINK = /<(?:https?:\/\/|mailto:|tel:)[^<>|\s]{1,2000}(?:\|([^<>\n]{1,2000}))?>/g
const SLACK_MENTION = /<([@#!])([\w^-]{1,64})(?:\|([^<>\n]{1,200}))?>/g

function unslack(line: string): string {
  if (!/[<&]/.test(line)) return line
  return line
    .replace(SLACK_LINK, (link, label?: string) => label ?? link.slice(1, -1).replace(/^(?:mailto:|tel:)/, ''))
    .replace(
      SLACK_MENTION,
      (_mention, sign: string, id: string, label?: string) => (sign === '!' ? '@' : sign) + (label ?? id),
    )
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
}

/** A run of backslashes and what it escapes. The run is taken whole, so that matching is linear. */
const ESCAPED = /\\+(u00(?:26|3c|3e)|[^\\])?/gi

const UNESCAPED: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  n: '\n',
  t: '\t',
  u0026: '&',
  u003c: '<',
  u003e: '>',
}

/** `\\\"a\\\"` becomes `"a"`; an escaped line end inside a quoted message becomes one. Windows paths (`C:\new`) are left alone. */
function unescapeLine(line: string): readonly string[] {
  if (!line.includes('\\')) return [line]
  const isWindowsPath = /[A-Za-z]:\\/.test(line.slice(0, 2000))
  const meant = (run: string, escaped?: string): string => {
    const isQuote = escaped === '"' || escaped === "'"
    return (isWindowsPath && !isQuote ? undefined : UNESCAPED[escaped ?? '']) ?? run
  }
  return line.replace(ESCAPED, meant).split('\n')
}

const QUOTE_MARKS = /^(?:> ?){1,10}/
const SAMPLE = 64 * 1024

/** When most lines are quoted as in a mail, the quote marks are not part of the text. */
function isQuotedMail(text: string, lineEnd: string): boolean {
  const filled = text
    .slice(0, SAMPLE)
    .split(lineEnd)
    .filter((line) => !isBlank(line))
  const quoted = filled.filter((line) => line.startsWith('>')).length
  return quoted > 0 && quoted * 2 >= filled.length
}

function unquoteMail(line: string): string {
  return line.replace(QUOTE_MARKS, '')
}

const SHORTEST_BROKEN = 60
const LONGEST_BROKEN = 300

/** A line that is about as long as the longest ones and is followed by a line that does not start like a log line may be one half. */
function joinBroken(lines: readonly string[]): Join[] {
  const width = lines.reduce((most, line) => Math.max(most, line.length), 0)
  if (width > LONGEST_BROKEN) return []
  const joins: Join[] = []
  for (let i = 0; i + 1 < lines.length; i++) {
    const first = lines[i] ?? ''
    const second = lines[i + 1] ?? ''
    if (first.length < Math.max(SHORTEST_BROKEN, width * 0.75) || !continues(second)) continue
    const soft = first.endsWith('=') ? first.slice(0, -1) : first
    joins.push({ at: i, text: soft + second.trimStart() }, { at: i, text: `${soft.trimEnd()} ${second.trimStart()}` })
  }
  return joins
}

/** Starts like a new line of its own: a date, a klog header, a bracketed stamp, a prompt, a path column, a bullet. */
const OWN_LINE =
  /^\s*(?:$|\d{4}-\d\d|\d\d:\d\d|[A-Z][a-z]{2} [ \d]\d |[IWEF]\d{4} |\[|[#$>*] |- |time=|\{|Warning |Normal )/

function continues(line: string): boolean {
  return line.trim() !== '' && !OWN_LINE.test(line.slice(0, 80))
}
