export interface Word {
  readonly text: string
  /** Index of its first character in the line. */
  readonly start: number
}

const LONGEST_LINE = 8192
const BLANK = 0x20
const TAB = 0x09

/** The blank-separated words of a line and where each starts: at most `most` words of its first 8,192 characters. */
export function splitWords(line: string, most: number): Word[] {
  const text = line.slice(0, LONGEST_LINE)
  const words: Word[] = []
  let start = -1
  for (let i = 0; i <= text.length && words.length < most; i++) {
    const code = text.charCodeAt(i)
    const blank = i === text.length || code === BLANK || code === TAB
    if (!blank && start < 0) start = i
    if (blank && start >= 0) {
      words.push({ text: text.slice(start, i), start })
      start = -1
    }
  }
  return words
}

/** The line from `word` on, without trailing blanks: a last column that may hold blanks itself. */
export function textFrom(line: string, word: Word): string {
  return line.slice(word.start, LONGEST_LINE).trimEnd()
}
