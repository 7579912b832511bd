import { foldToSimplified } from './simplified-chinese.ts'

/**
 * The words by which an English or Chinese text can be found, lower case, in the order of the text, repeats included.
 *
 * A technical name comes whole and in parts (`fs.mount-max`, `fs`, `mount`, `max`); Chinese comes as pairs of
 * neighbouring characters, folded to simplified ones, and a lone character as itself. What differs from one paste to
 * the next (numbers, ids, hashes, addresses, times) and words that say nothing (`the`) are left out.
 * Reads the first 100,000 characters.
 */
export function tokenise(text: string): string[] {
  return scan(text, true)
}

/** As `tokenise`, but names come in parts only: each word of the text once, so that neighbours in the text are neighbours here. */
export function readWords(text: string): string[] {
  return scan(text, false)
}

/** Whether this is a pair of Chinese characters (or a lone one), which already knows its neighbour. */
export function isChinese(word: string): boolean {
  return kindAt(word, 0) === CHINESE
}

const MAX_CHARACTERS = 100_000
const MAX_WORD_CHARACTERS = 40
const MAX_NAME_CHARACTERS = 200

const OTHER = 0
const WORD = 1
const JOINER = 2
const CHINESE = 3

const ASCII_KINDS = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code)
  if (/[a-z0-9]/.test(character)) return WORD
  return /[._-]/.test(character) ? JOINER : OTHER
})

/** Grammar, months and days: they occur in every text or in every log header. `no` and `not` stay: they tell errors apart. */
const SILENT_WORDS = new Set(
  (
    'a an the of to in on at by is are was were be been it its this that these for and or as with from we you my our ' +
    'jan feb mar apr may jun jul aug sep oct nov dec mon tue wed thu fri sat sun'
  ).split(' '),
)
const LONGEST_SILENT_WORD = 5

function scan(text: string, withNames: boolean): string[] {
  const folded = fold(text.slice(0, MAX_CHARACTERS))
  const words: string[] = []
  for (let at = 0; at < folded.length; ) {
    const kind = kindAt(folded, at)
    let end = endOfRun(folded, at, kind)
    if (kind === CHINESE) pushPairs(folded.slice(at, end), words)
    if (kind === WORD && !isJoined(folded, end)) pushWord(folded.slice(at, end), words)
    else if (kind === WORD) {
      end = endOfName(folded, end)
      pushName(folded.slice(at, end), withNames, words)
    }
    at = end
  }
  return words
}

/** Lower case, full-width forms as plain ones, Chinese in simplified characters. */
function fold(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is what is beyond ASCII
  if (!/[^\x00-\x7f]/.test(text)) return text.toLowerCase()
  const normal = text.normalize('NFKC').toLowerCase()
  return /[\u3400-\u9fff]/.test(normal) ? foldToSimplified(normal) : normal
}

function kindAt(text: string, at: number): number {
  const code = text.charCodeAt(at)
  if (code < 128) return ASCII_KINDS[code] ?? OTHER
  return code >= 0x3400 && code <= 0x9fff ? CHINESE : OTHER
}

function endOfRun(text: string, from: number, kind: number): number {
  let end = from + 1
  while (end < text.length && kindAt(text, end) === kind) end++
  return end
}

/** A full stop or a dash joins only when another word follows at once. */
function isJoined(text: string, end: number): boolean {
  return kindAt(text, end) === JOINER && kindAt(text, end + 1) === WORD
}

function endOfName(text: string, from: number): number {
  let end = from
  while (isJoined(text, end)) end = endOfRun(text, end + 1, WORD)
  return end
}

function pushPairs(run: string, words: string[]): void {
  if (run.length === 1) words.push(run)
  for (let i = 0; i + 1 < run.length; i++) words.push(run.slice(i, i + 2))
}

function pushWord(word: string, words: string[]): void {
  if (!isVariable(word) && !isSilent(word)) words.push(word)
}

function pushName(name: string, withNames: boolean, words: string[]): void {
  const parts = name.slice(0, MAX_NAME_CHARACTERS).split(/[._-]/)
  if (!parts.some(isVariable)) {
    if (withNames && name.length <= MAX_NAME_CHARACTERS) words.push(name)
    for (const part of parts) if (!isSilent(part)) words.push(part)
  } else {
    // In `web-625e7df1-b34da` the id gives away the suffix, which could be a word on its own.
    for (const part of parts) if (!/[0-9]/.test(part)) pushWord(part, words)
  }
}

function isSilent(word: string): boolean {
  return word.length <= LONGEST_SILENT_WORD && SILENT_WORDS.has(word)
}

/** A number, a quantity, a hash, a generated suffix; not `overlay2`, `x509`, `k8s`. */
function isVariable(word: string): boolean {
  if (word.length > MAX_WORD_CHARACTERS || isDigit(word.charCodeAt(0))) return true
  let digits = 0
  let runsOfDigits = 0
  let isHex = word.length >= 8
  for (let i = 1; i < word.length; i++) {
    const code = word.charCodeAt(i)
    if (isDigit(code)) {
      digits++
      if (!isDigit(word.charCodeAt(i - 1))) runsOfDigits++
    } else if (code > 0x66) isHex = false
  }
  return digits > 3 || runsOfDigits > 1 || (isHex && digits > 0 && word.charCodeAt(0) <= 0x66)
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}
