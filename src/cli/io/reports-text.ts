import { page } from '../../messages/page.ts'
import type { Fields } from '../../model/fact.ts'
import type { ProbeReport } from '../../model/probe.ts'
import type { Io } from './io.ts'
import { notCheckedText } from './not-checked-text.ts'
import { printable } from './printable.ts'

const MOST_ROWS = 40
const WIDEST_CELL = 60

/** For a terminal: a table for each kind of fact, then what could not be checked and why. */
export function reportsText(reports: readonly ProbeReport[], io: Io): string {
  const sheet = page({ language: 'en', width: io.width, color: io.color })
  const facts = reports.flatMap((report) => report.facts)
  const notChecked = reports.flatMap(({ probe, notChecked }) => notChecked.map((it) => ({ probe, ...it })))
  const tables = [...new Set(facts.map((fact) => fact.kind))].sort().map((kind) => {
    const rows = facts.filter((fact) => fact.kind === kind).map((fact) => fact.fields)
    return `${sheet.paint.bold(kind)}\n${table(rows, sheet.paint.dim)}${more(rows.length)}`
  })
  return tables.join('\n') + notCheckedText(notChecked, io)
}

function table(rows: readonly Fields[], dim: (text: string) => string): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const lines = rows.slice(0, MOST_ROWS).map((row) => columns.map((column) => cell(row[column])))
  const widths = columns.map((column, i) => Math.max(column.length, ...lines.map((line) => line[i]?.length ?? 0)))
  const written = (line: readonly string[]): string =>
    `  ${line
      .map((text, i) => text.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd()}\n`
  return [dim(written(columns)), ...lines.map(written)].join('')
}

/** Control characters of foreign text stay out of a terminal. */
function cell(value: Fields[string]): string {
  if (value === undefined) return '-'
  const text = typeof value === 'number' ? String(Math.round(value * 100) / 100) : printable(String(value))
  return text.length > WIDEST_CELL ? `${text.slice(0, WIDEST_CELL - 1)}…` : text
}

function more(length: number): string {
  return length > MOST_ROWS ? `  … and ${length - MOST_ROWS} more; --json has them all\n` : ''
}
