import { readAge } from './docker-age.ts'
import { oneRow, readListing } from './docker-listing.ts'
import { findPipelineAbove, isUnfiltered } from './pipeline.ts'
import { words } from './words.ts'

export interface CrictlTable {
  /** Rows with this state; undefined for none where the text may hide some. */
  readonly count: (state: string) => number | undefined
  /** Arguments of the command above the table, when it is there. */
  readonly args: readonly string[] | undefined
  readonly to: number
}

const ID = /^[0-9a-f]{13}(?:[0-9a-f]{51})?$/
const STATES = new Set(['Ready', 'NotReady', 'Running', 'Exited', 'Created', 'Unknown'])

/** A table of crictl below its header; undefined when it is none, was cut, or went through a filter. */
export function crictlTable(
  lines: readonly string[],
  at: number,
  columns: readonly string[],
  commands: readonly string[],
  selective: readonly string[],
): CrictlTable | undefined {
  const header = words((lines[at] ?? '').slice(0, 600)).join(' ')
  if (!header.startsWith(columns[0] ?? '') || !columns.every((column) => header.includes(column))) return undefined
  const { rows, whole, to } = readListing(lines, at + 1, (line) => oneRow(readState(line)))
  const pipeline = findPipelineAbove(lines, at, commands)
  const isSelected = pipeline?.args.some((arg) => selective.includes(arg.split('=', 1)[0] ?? ''))
  if (rows.length === 0 || !whole || isSelected || (pipeline && !isUnfiltered(pipeline))) return undefined
  const counts = new Map<string, number>()
  for (const { row } of rows) counts.set(row, (counts.get(row) ?? 0) + 1)
  return { count: (state) => counts.get(state) ?? (pipeline ? 0 : undefined), args: pipeline?.args, to }
}

/** The state is the word behind the age, which is the first age of the row. */
function readState(line: string): string | undefined {
  const cells = words(line.slice(0, 2_000)).slice(0, 40)
  if (!ID.test(cells[0] ?? '')) return undefined
  for (let i = 1; i < Math.min(cells.length, 5); i++) {
    const age = readAge(cells, i)
    if (age) return STATES.has(cells[age.next] ?? '') ? cells[age.next] : undefined
  }
  return undefined
}
