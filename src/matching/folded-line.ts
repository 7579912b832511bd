/** A line as literals see it: ASCII letters in lower case, each run of blanks one space. Remembers where its characters were. */
export class FoldedLine {
  readonly line: string
  readonly text: string
  #offsets: Int32Array | undefined

  constructor(line: string) {
    this.line = line
    this.text = lowerAscii(squeezeBlanks(line))
  }

  /** Where a character of `text` (or its end) is in `line`. */
  offsetOf(at: number): number {
    if (this.text.length === this.line.length) return at
    this.#offsets ??= mapOffsets(this.line, this.text.length)
    return this.#offsets[at] as number
  }

  /** The first place in `text` that is not before `offset` of `line`. */
  placeOf(offset: number): number {
    let at = Math.min(offset, this.text.length)
    while (at > 0 && this.offsetOf(at - 1) >= offset) at--
    return at
  }

  /** The text between two places of `text`, as it was written. */
  between(start: number, end: number): string {
    return this.line.slice(this.offsetOf(start), this.offsetOf(end))
  }
}

/** Each run of spaces and tabs as one space. The usual line has none and comes back as it is. */
export function squeezeBlanks(text: string): string {
  const spaced = text.includes('\t') ? text.replaceAll('\t', ' ') : text
  let run = spaced.indexOf('  ')
  if (run < 0) return spaced
  let squeezed = ''
  let from = 0
  while (run >= 0) {
    squeezed += spaced.slice(from, run + 1)
    from = run + 2
    while (spaced[from] === ' ') from++
    run = spaced.indexOf('  ', from)
  }
  return squeezed + spaced.slice(from)
}

/** `toLowerCase` alone would turn the Kelvin sign into a `k`, and change the length of other letters. */
export function lowerAscii(text: string): string {
  return IS_ASCII.test(text) ? text.toLowerCase() : text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is exactly this range
const IS_ASCII = /^[\x00-\x7f]*$/

function mapOffsets(line: string, length: number): Int32Array {
  const offsets = new Int32Array(length + 1)
  let filled = 0
  for (let at = 0; at < line.length; at++) {
    if (at === 0 || !isBlank(line, at) || !isBlank(line, at - 1)) offsets[filled++] = at
  }
  offsets[length] = line.length
  return offsets
}

function isBlank(line: string, at: number): boolean {
  const code = line.charCodeAt(at)
  return code === 0x20 || code === 0x09
}
