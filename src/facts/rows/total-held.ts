/** One row over all of them; undefined when there are none. Path and size tell two files apart: lsof's rows of one file agree in both. */
export function totalOf(files: readonly Held[]) {
  const distinct = new Map(files.map((file) => [`${file.sizeBytes} ${file.path}`, file]))
  let total = 0
  let largest: Held | undefined
  for (const file of distinct.values()) {
    total += file.sizeBytes
    if (!largest || file.sizeBytes > largest.sizeBytes) largest = file
  }
  if (!largest) return undefined
  return {
    count: distinct.size,
    totalBytes: total,
    largestProcess: largest.process,
    largestPid: largest.pid,
    largestBytes: largest.sizeBytes,
  }
}

export interface Held {
  readonly process: string
  readonly pid: number
  readonly path: string
  readonly sizeBytes: number
}
