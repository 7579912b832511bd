/** When and by which process a line of a Kubernetes log was written (klog's header: `I0311 09:14:49.630118    2210 generic.go:191]`). */
export interface KlogStamp {
  /** Seconds since the start of an unnamed leap year: the header has no year. */
  readonly second: number
  readonly process: string
}

const HEADER = /(?:^|[\s"])[IWEF](\d\d)(\d\d) (\d\d):(\d\d):(\d\d)\.(\d{1,9})\s{1,10}(\d{1,10}) /
const LEAP_YEAR = 2000
const DAY = 86_400

export function readKlogStamp(line: string): KlogStamp | undefined {
  const header = HEADER.exec(line.slice(0, 400))
  if (!header) return undefined
  const [month = 0, day = 0, hour = 0, minute = 0, second = 0] = header.slice(1, 6).map(Number)
  const at = Date.UTC(LEAP_YEAR, month - 1, day, hour, minute, second) - Date.UTC(LEAP_YEAR, 0, 1)
  return { second: at / 1000 + Number(`0.${header[6]}`), process: header[7] ?? '' }
}

/** Seconds from one stamp to a later one, over a new year too; negative when the second is the earlier one. */
export function secondsBetween(earlier: KlogStamp, later: KlogStamp): number {
  const seconds = Math.round((later.second - earlier.second) * 1e6) / 1e6
  return seconds < -300 * DAY ? seconds + 366 * DAY : seconds
}
