/** What became of one fault. */
export interface Row {
  readonly fault: string
  readonly case: string
  /** The line of the error that was matched. */
  readonly matched: string
  /** The sentence that confirms it, with its number. */
  readonly confirmed: string
  readonly healthy: string
  readonly seconds: number
  readonly failures: readonly string[]
}

const WIDTHS = { matched: 64, confirmed: 84, healthy: 60 }

/** `of` so many faults that were to be proved. */
export function writeTable(rows: readonly Row[], of: number): string {
  const cells = [
    ['fault', 'error text matched', 'confirmed', 'ruled out on the healthy node', 's'],
    ...rows.map((row) => [
      row.failures.length > 0 ? `${row.fault} FAILED` : row.fault,
      cut(row.matched, WIDTHS.matched),
      cut(row.confirmed, WIDTHS.confirmed),
      cut(row.healthy, WIDTHS.healthy),
      row.seconds.toFixed(1),
    ]),
  ]
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)))
  const lines = cells.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  const complaints = rows.flatMap(({ fault, failures }) => failures.map((failure) => `${fault}: ${failure}`))
  return [...lines, '', ...complaints, summary(rows, of), ''].join('\n')
}

function summary(rows: readonly Row[], of: number): string {
  const good = rows.filter(isGood)
  const ruledOut = good.filter(({ healthy }) => healthy.startsWith('yes'))
  const open = good.length - ruledOut.length
  return `${good.length} of ${of} faults proved; the healthy node rules out ${ruledOut.length}, and cannot of ${open}, as the table says`
}

export function isGood({ failures }: Row): boolean {
  return failures.length === 0
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`
}
