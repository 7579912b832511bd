/** The first three columns of a processor's line of /proc/net/softnet_stat: https://github.com/torvalds/linux/blob/master/net/core/net-procfs.c */
export interface SoftnetLine {
  readonly processed: number
  readonly dropped: number
  readonly squeezed: number
}

const LINE = /^\s{0,20}([0-9a-f]{8}) ([0-9a-f]{8}) ([0-9a-f]{8})(?: [0-9a-f]{8}){6,16}\s{0,20}$/

export function readSoftnetLine(line: string): SoftnetLine | undefined {
  const columns = LINE.exec(line.slice(0, 300))
  if (!columns) return undefined
  const [processed = 0, dropped = 0, squeezed = 0] = columns.slice(1, 4).map((hex) => Number.parseInt(hex, 16))
  return { processed, dropped, squeezed }
}

/** The fields of a `softnet` row: the last reading, and what was dropped since the one before it. */
export function compareSoftnet(readings: readonly (readonly SoftnetLine[])[]) {
  const [now, before] = readings.map(addUpSoftnet).toReversed()
  if (!now) return undefined
  const newlyDropped = before && now.processed >= before.processed ? now.dropped - before.dropped : -1
  return { ...now, ...(newlyDropped >= 0 && { newlyDropped }) }
}

/** What all processors did together. */
export function addUpSoftnet(lines: readonly SoftnetLine[]) {
  const sum = (field: keyof SoftnetLine) => lines.reduce((total, line) => total + line[field], 0)
  const [processed, dropped, squeezed] = [sum('processed'), sum('dropped'), sum('squeezed')]
  const droppedPerMillion = processed > 0 ? (dropped * 1e6) / processed : undefined
  return {
    cpus: lines.length,
    processed,
    dropped,
    squeezed,
    ...(droppedPerMillion !== undefined && { droppedPerMillion }),
  }
}
