/** A line of the kernel's log. */
export interface KernelLine {
  readonly text: string
  /** Seconds since boot, where the line gives them. */
  readonly uptimeSeconds: number | undefined
  /** Seconds on the clock that `dmesg -T` gives, for differences only. */
  readonly second: number | undefined
}

const LINE_MAX = 1_000
const SYSLOG =
  /^(?:<\d{1,3}>)?(?:(?:[A-Z][a-z]{2}|\d{1,2}月) [ \d]?\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[\d.,:+Z-]{0,20}) [\w.:-]{1,64} kernel: /
const LEVEL = /^(?:<\d{1,3}>|kern\s{0,4}:[a-z]{2,6}\s{0,4}: )/
const UPTIME = /^\d{1,9}\.\d{6}$/
const CLOCK = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d):(\d\d):(\d\d) (\d{4})$/
const CALLER = /^\[ {0,8}[TC]\d{1,10}\] /
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Reads `[742310.118204] text`, `[Mon Nov  6 10:00:00 2023] text`, or a syslog line of `kernel:` with or without such a bracket. */
export function readKernelLine(line: string): KernelLine | undefined {
  const start = line.slice(0, LINE_MAX)
  const syslog = SYSLOG.exec(start)?.[0]
  const body = (syslog === undefined ? start : start.slice(syslog.length)).trim().replace(LEVEL, '')
  const time = readTime(body)
  if (!time && syslog === undefined) return undefined
  const text = (time ? body.slice(time.length).trimStart().replace(CALLER, '') : body).trim()
  return text === '' ? undefined : { text, uptimeSeconds: time?.uptimeSeconds, second: time?.second }
}

function readTime(body: string) {
  const end = body.indexOf(']')
  if (!body.startsWith('[') || end < 0 || end > 40) return undefined
  const inside = body.slice(1, end).trim()
  const uptimeSeconds = UPTIME.test(inside) ? Number(inside) : undefined
  const second = readClock(inside)
  if (uptimeSeconds === undefined && second === undefined) return undefined
  return { length: end + 1, uptimeSeconds, second }
}

function readClock(text: string): number | undefined {
  const [, month = '', ...numbers] = CLOCK.exec(text) ?? []
  if (!MONTHS.includes(month)) return undefined
  const [day = 0, hour = 0, minute = 0, second = 0, year = 0] = numbers.map(Number)
  return Date.UTC(year, MONTHS.indexOf(month), day, hour, minute, second) / 1000
}
