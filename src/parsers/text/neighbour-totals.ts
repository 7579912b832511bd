export interface NeighbourTotals {
  readonly entries: number
  /** `table_fulls`: absent from old kernels. */
  readonly overflows: number | undefined
  /** Index of the last row. */
  readonly last: number
}

const NUMBERS = /^[0-9a-f]{8}(?:\s{1,20}[0-9a-f]{8}){10,14}\s{0,20}$/
const MOST_CPUS = 4096

/**
 * /proc/net/stat/arp_cache and ndisc_cache: names, then a row of hexadecimal numbers for each CPU. `entries` is the
 * whole table in each row; the others are the CPU's own. `names` is the index of the row of names.
 */
export function readNeighbourTotals(lines: readonly string[], names: number): NeighbourTotals | undefined {
  const columns = lines[names]?.slice(0, 400).trim().split(/\s+/) ?? []
  if (columns[0] !== 'entries' || !columns.includes('forced_gc_runs')) return undefined
  const rows: string[][] = []
  for (let i = names + 1; i < lines.length && rows.length < MOST_CPUS; i++) {
    const line = lines[i]?.slice(0, 400) ?? ''
    if (!NUMBERS.test(line)) break
    rows.push(line.trim().split(/\s+/))
  }
  const fulls = columns.indexOf('table_fulls')
  const entries = Number.parseInt(rows[0]?.[0] ?? '', 16)
  if (Number.isNaN(entries) || rows.some((row) => row.length !== columns.length)) return undefined
  const overflows = fulls < 0 ? undefined : rows.reduce((sum, row) => sum + Number.parseInt(row[fulls] ?? '', 16), 0)
  return { entries, overflows, last: names + rows.length }
}
