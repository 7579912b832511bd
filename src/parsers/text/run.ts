import { isBlank } from './following-line.ts'

/** How many blank lines may stand between two lines of one output: web pages double-space what they quote. */
const GAP = 2

export interface Row<Value> {
  readonly value: Value
  readonly at: number
}

export interface Run<Value> {
  readonly rows: readonly Row<Value>[]
  /** Index after the last row. */
  readonly to: number
}

/** The lines from `at` on that `readRow` understands, up to the first that it does not. Blank lines between them are no end. */
export function readRun<Value>(
  lines: readonly string[],
  at: number,
  readRow: (line: string) => Value | undefined,
): Run<Value> {
  const rows: Row<Value>[] = []
  let to = at
  for (let i = at; i < lines.length && i - to <= GAP; i++) {
    const line = lines[i] ?? ''
    if (isBlank(line)) continue
    const value = readRow(line)
    if (value === undefined) break
    rows.push({ value, at: i })
    to = i + 1
  }
  return { rows, to }
}
