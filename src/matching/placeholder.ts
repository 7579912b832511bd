import type { PlaceholderKind } from '../model/template.ts'

/** How far a placeholder that starts at some place may reach: its end lies between `shortest` and `longest`, inclusive. */
export interface Reach {
  readonly shortest: number
  readonly longest: number
}

/**
 * Undefined when a placeholder of this kind cannot start at `at` of the folded `text`. `right` is a reach of the same kind that
 * starts further right, if one is known: a run that runs into it is not walked again.
 */
export function reachOf(kind: PlaceholderKind, text: string, at: number, right?: Reach): Reach | undefined {
  const reach = REACHES[kind](text, at, right)
  return reach && reach.shortest <= reach.longest ? reach : undefined
}

/** Whether the text before a placeholder leaves it whole, not the end of something longer. */
export function startsWhole(kind: PlaceholderKind, text: string, start: number): boolean {
  return kind === 'any' || !has(GLUE_BEFORE, text, start - 1)
}

/** Whether the text after a placeholder leaves it whole: `12` of `12ms`, `12-13` or `12:30` is not. */
export function endsWhole(kind: PlaceholderKind, text: string, end: number): boolean {
  if (kind === 'any' || isWordCharacter(text, end)) return kind === 'any'
  const glued = has(GLUE_AFTER, text, end) && isWordCharacter(text, end + 1)
  return !glued || (kind === 'ip' && text[end] === ':')
}

export function isWordCharacter(text: string, at: number): boolean {
  return has(WORD, text, at)
}

/** What a placeholder stood for, without the punctuation that the sentence put behind it. */
export function tidyCapture(kind: PlaceholderKind, value: string): string {
  if (kind === 'any' || kind === 'ip' || kind === 'num') return value.trim()
  return value.replace(kind === 'path' ? /(?:(?<![/.])\.|:)$/ : /[.-]$/, '')
}

const LETTERS_AND_DIGITS = 'abcdefghijklmnopqrstuvwxyz0123456789'
const WORD = setOf(LETTERS_AND_DIGITS)
const ID_START = setOf(`${LETTERS_AND_DIGITS}_`)
const ID = setOf(`${LETTERS_AND_DIGITS}_.-`)
const PATH_STOP = setOf(' \t"\'`,;()<>|，。；：、（）“”「」\u00a0\u3000')
const GLUE_BEFORE = setOf(`${LETTERS_AND_DIGITS}_.,/~-`)
const GLUE_AFTER = setOf('_.,:/~-')

/** For each UTF-16 unit, whether it is one of `characters`. */
function setOf(characters: string): Uint8Array {
  const set = new Uint8Array(1 << 16)
  for (let at = 0; at < characters.length; at++) set[characters.charCodeAt(at)] = 1
  return set
}

/** False before and after the text. */
function has(set: Uint8Array, text: string, at: number): boolean {
  return at >= 0 && at < text.length && set[text.charCodeAt(at)] === 1
}

type ReachOf = (text: string, at: number, right: Reach | undefined) => Reach | undefined

const REACHES: Record<PlaceholderKind, ReachOf> = {
  any: (text, at) => ({
    shortest: at + (text[at] === ' ' ? 2 : 1),
    longest: text.length,
  }),
  path: (text, at, right) => (text[at] === '/' ? reachOfRun(text, at, isPathCharacter, right) : undefined),
  id: (text, at, right) => (has(ID_START, text, at) ? reachOfRun(text, at, isIdCharacter, right) : undefined),
  num: (text, at, right) => {
    const digits = text[at] === '+' || text[at] === '-' ? at + 1 : at
    return isDigit(text, digits) ? reachOfRun(text, digits, isNumberCharacter, right) : undefined
  },
  ip: (text, at) => {
    const length = addressLength(text.slice(at, at + LONGEST_ADDRESS + 1))
    return length > 0 ? { shortest: at + length, longest: at + length } : undefined
  },
}

function reachOfRun(text: string, at: number, belongs: Belongs, right: Reach | undefined): Reach {
  let end = at + 1
  while (end < text.length && belongs(text, end)) {
    if (end + 1 === right?.shortest) return { shortest: at + 1, longest: right.longest }
    end++
  }
  return { shortest: at + 1, longest: end }
}

type Belongs = (text: string, at: number) => boolean

function isPathCharacter(text: string, at: number): boolean {
  if (text[at] === ':') return at + 1 < text.length && !has(PATH_STOP, text, at + 1)
  return !has(PATH_STOP, text, at)
}

function isIdCharacter(text: string, at: number): boolean {
  return has(ID, text, at)
}

/** A `.` or `,` belongs to a number only between digits. */
function isNumberCharacter(text: string, at: number): boolean {
  return isDigit(text, at) || ((text[at] === '.' || text[at] === ',') && isDigit(text, at + 1))
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code >= 0x30 && code <= 0x39
}

const LONGEST_ADDRESS = 45

/** The length of the longest address that `text` starts with, or 0. */
function addressLength(text: string): number {
  const run = /^[0-9a-f:.]*/.exec(text)?.[0] ?? ''
  for (let length = Math.min(run.length, LONGEST_ADDRESS); length > 1; length--) {
    if (isAddress(run.slice(0, length))) return length
  }
  return 0
}

function isAddress(text: string): boolean {
  return isIpv4(text) || isIpv6(text)
}

function isIpv4(text: string): boolean {
  return /^(?:(?:[01]?\d?\d|2[0-4]\d|25[0-5])(?:\.(?!$)|$)){4}$/.test(text)
}

function isIpv6(text: string): boolean {
  const halves = text.split('::')
  if (halves.length > 2 || !text.includes(':')) return false
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')))
  const tail = groups.at(-1) ?? ''
  const hasIpv4 = isIpv4(tail) && text.endsWith(tail)
  const plain = hasIpv4 ? groups.slice(0, -1) : groups
  const count = plain.length + (hasIpv4 ? 2 : 0)
  return plain.every((group) => /^[0-9a-f]{1,4}$/.test(group)) && (halves.length === 2 ? count < 8 : count === 8)
}
