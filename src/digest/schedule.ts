import { Temporal } from 'temporal-polyfill'
import type { DueDigest, Schedule } from '../model/digest.ts'

const DAYS_A_WEEK = 7

/**
 * The last digest that fell due at `now` or before. A time of day that a change of clocks leaves out comes as much later
 * as the clocks were put forward; one that comes twice is its first: what RFC 5545 says of such times.
 */
export function lastDue(schedule: Schedule, now: number): DueDigest {
  const day = lastDay(schedule, now)
  const due = digestOn(day, schedule)
  return due.dueAt <= now ? due : digestOn(day.subtract({ days: DAYS_A_WEEK }), schedule)
}

/** The first digest that falls due after `now`. */
export function nextDue(schedule: Schedule, now: number): DueDigest {
  const day = lastDay(schedule, now)
  const due = digestOn(day, schedule)
  return due.dueAt > now ? due : digestOn(day.add({ days: DAYS_A_WEEK }), schedule)
}

/** The digest of an ISO week (`2026-W47`); undefined for what is no week. */
export function dueIn(schedule: Schedule, week: string): DueDigest | undefined {
  const [, year, number] = /^(\d{4})-W(\d\d)$/.exec(week) ?? []
  if (year === undefined) return undefined
  const fourth = Temporal.PlainDate.from({ year: Number(year), month: 1, day: 4 })
  const monday = fourth.subtract({ days: fourth.dayOfWeek - 1 }).add({ weeks: Number(number) - 1 })
  const due = digestOn(monday.add({ days: schedule.weekday - 1 }), schedule)
  return due.week === week ? due : undefined
}

/** Whether the zone is one that this machine knows. */
export function isTimeZone(name: string): boolean {
  try {
    Temporal.Now.plainDateISO(name)
    return /^[A-Za-z]/.test(name)
  } catch {
    return false
  }
}

/** The last local day, today included, that is the weekday of the schedule. */
function lastDay({ weekday, timeZone }: Schedule, now: number): Temporal.PlainDate {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).toPlainDate()
  return today.subtract({ days: (today.dayOfWeek - weekday + DAYS_A_WEEK) % DAYS_A_WEEK })
}

function digestOn(day: Temporal.PlainDate, { hour, minute, timeZone }: Schedule): DueDigest {
  const due = day.toZonedDateTime({ timeZone, plainTime: { hour, minute } })
  return { week: isoWeek(day), dueAt: due.epochMilliseconds }
}

function isoWeek(day: Temporal.PlainDate): string {
  return `${day.yearOfWeek}-W${String(day.weekOfYear).padStart(2, '0')}`
}
