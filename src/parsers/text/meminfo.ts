export interface Meminfo {
  readonly totalBytes: number | undefined
  readonly availableBytes: number | undefined
  readonly availablePercent: number | undefined
  readonly swapTotalBytes: number | undefined
  readonly swapFreeBytes: number | undefined
  readonly unreclaimableSlabBytes: number | undefined
}

const ROW = /^\s{0,20}([A-Z][A-Za-z0-9_()]{2,40}):\s{1,20}(\d{1,15}) kB\s{0,20}$/

/** A row of /proc/meminfo; its `kB` are KiB. Undefined for another line. */
export function readMeminfoRow(line: string): { readonly name: string; readonly bytes: number } | undefined {
  const [, name, kibibytes] = ROW.exec(line.slice(0, 200)) ?? []
  return name ? { name, bytes: 1024 * Number(kibibytes) } : undefined
}

/** The figures that we ask for, out of rows of /proc/meminfo. MemAvailable is there from Linux 3.14 on. */
export function readMeminfo(lines: readonly string[]): Meminfo {
  const rows = new Map(lines.flatMap((line) => pairOf(line)))
  const totalBytes = rows.get('MemTotal')
  const availableBytes = rows.get('MemAvailable')
  const known = totalBytes !== undefined && availableBytes !== undefined && totalBytes > 0
  return {
    totalBytes,
    availableBytes,
    availablePercent: known ? (100 * availableBytes) / totalBytes : undefined,
    swapTotalBytes: rows.get('SwapTotal'),
    swapFreeBytes: rows.get('SwapFree'),
    unreclaimableSlabBytes: rows.get('SUnreclaim'),
  }
}

function pairOf(line: string): [string, number][] {
  const row = readMeminfoRow(line)
  return row ? [[row.name, row.bytes]] : []
}
