/** A piece of text: `end` is exclusive. */
export interface Range {
  readonly start: number
  readonly end: number
}

/** The ranges in order, overlapping ones as one. */
export function mergeRanges(ranges: readonly Range[]): Range[] {
  const merged: Range[] = []
  for (const range of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1)
    if (last && range.start <= last.end) {
      if (range.end > last.end) merged[merged.length - 1] = { start: last.start, end: range.end }
    } else merged.push(range)
  }
  return merged
}

/** Merged ranges, each with the rest of the words that it begins and ends in. Reads no character more than twice. */
export function growToWords(text: string, ranges: readonly Range[]): Range[] {
  const grown: Range[] = []
  let last = 0
  for (const range of ranges) {
    const start = range.start < last ? range.start : wordStart(text, range.start, last)
    last = wordEnd(text, Math.max(range.end, last))
    grown.push({ start, end: last })
  }
  return mergeRanges(grown)
}

const WORD = /[\w-]/

function wordEnd(text: string, from: number): number {
  let end = from
  while (end < text.length && WORD.test(text.charAt(end))) end++
  return end
}

/** The `n` of an escaped line end (`\n`) is no part of a word. */
function wordStart(text: string, from: number, least: number): number {
  let start = from
  while (start > least && WORD.test(text.charAt(start - 1)) && text.charAt(start - 2) !== '\\') start--
  return start
}
