const LAST_MS = 8.64e15

/** A time to the second, in UTC, as a person in any time zone reads it. */
export function writtenMoment(ms: number): string {
  if (!(Math.abs(ms) <= LAST_MS)) return '?'
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

/** The same for an ISO 8601 time; anything else stays what it is. */
export function writtenIsoMoment(iso: string): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/.test(iso) ? `${iso.slice(0, 19).replace('T', ' ')} UTC` : iso
}

/** Two times to the minute, in UTC; without their days when it is one day. */
export function writtenPeriod(from: number, to: number): readonly [string, string] {
  const [first, last] = [writtenMoment(from), writtenMoment(to)]
  const isOneDay = first.slice(0, 10) === last.slice(0, 10)
  return [toTheMinute(first, isOneDay), toTheMinute(last, isOneDay)]
}

function toTheMinute(moment: string, withoutDay: boolean): string {
  return moment.replace(/^(.{10} )(\d\d:\d\d):\d\d/, withoutDay ? '$2' : '$1$2')
}
