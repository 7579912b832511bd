/** One line of pressure stall information, as a `pressure` fact names its figures. */
export interface Stall {
  readonly share: 'some' | 'full'
  readonly avg10Percent: number
  readonly avg60Percent: number
  readonly avg300Percent: number
  readonly totalMicroseconds: number
}

const FIGURES = /^(some|full) avg10=(\d{1,3}\.\d{2}) avg60=(\d{1,3}\.\d{2}) avg300=(\d{1,3}\.\d{2}) total=(\d{1,20})$/

/** Reads `some avg10=64.21 avg60=41.07 avg300=12.50 total=48123456`. */
export function readStallLine(line: string): Stall | undefined {
  const row = FIGURES.exec(line)
  if (!row) return undefined
  return {
    share: row[1] === 'some' ? 'some' : 'full',
    avg10Percent: Number(row[2]),
    avg60Percent: Number(row[3]),
    avg300Percent: Number(row[4]),
    totalMicroseconds: Number(row[5]),
  }
}
