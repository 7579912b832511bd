import { isElision } from './elision.ts'
import { isBlank } from './following-line.ts'

/** Web pages double-space what they quote. */
const BLANK_LINES = 2

/** What one line holds; `torn` when it holds a part of a row as well. */
export interface Found<Row> {
  readonly rows: readonly Row[]
  readonly torn: boolean
}

export interface Listing<Row> {
  readonly rows: readonly { readonly row: Row; readonly at: number }[]
  /** Whether each line was understood and none was left out. */
  readonly whole: boolean
  readonly to: number
}

/** The rows from line `from` on, across lines that stand for rows that are missing, up to the first line of another kind. */
export function readListing<Row>(
  lines: readonly string[],
  from: number,
  read: (line: string) => Found<Row>,
): Listing<Row> {
  const rows: { row: Row; at: number }[] = []
  let whole = true
  let to = from
  for (let at = from; at < lines.length && at - to <= BLANK_LINES; at++) {
    const line = lines[at] ?? ''
    if (isBlank(line)) continue
    const found = read(line)
    const empty = found.rows.length === 0
    const gap = found.torn || (empty && (isElision(line) || (at === to && isTornRow(line))))
    if (empty && !gap) break
    for (const row of found.rows) rows.push({ row, at })
    whole &&= !gap
    to = at + 1
  }
  return { rows, whole, to }
}

/** For tables with one row a line. */
export function oneRow<Row>(row: Row | undefined): Found<Row> {
  return { rows: row === undefined ? [] : [row], torn: false }
}

/** Starts like a row (an id, also a part of one) and could not be read: the paste was cut there. */
function isTornRow(line: string): boolean {
  const first = line.slice(0, 200).trimStart().split(/\s/, 1)[0] ?? ''
  return /^[0-9a-z]{4,64}\*?$/.test(first) && /\d/.test(first)
}
