import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dueIn, isTimeZone, lastDue, nextDue } from '../../src/digest/schedule.ts'
import type { DueDigest, Schedule } from '../../src/model/digest.ts'

const MONDAY_9: Schedule = { weekday: 1, hour: 9, minute: 0, timeZone: 'Europe/Berlin' }
const DAY = 86_400_000
const at = (iso: string) => Date.parse(iso)

describe('the last digest that was due', () => {
  test('is of today from its minute on', () => {
    expect(lastDue(MONDAY_9, at('2026-11-16T08:00:00Z'))).toEqual({ week: '2026-W47', dueAt: at('2026-11-16T08:00Z') })
    expect(lastDue(MONDAY_9, at('2026-11-16T07:59:59Z'))).toEqual({ week: '2026-W46', dueAt: at('2026-11-09T08:00Z') })
  })

  test('belongs to the local day, not to the day in Greenwich', () => {
    const early: Schedule = { weekday: 1, hour: 1, minute: 0, timeZone: 'Pacific/Auckland' }
    expect(lastDue(early, at('2026-11-15T12:00:00Z'))).toEqual({ week: '2026-W47', dueAt: at('2026-11-15T12:00Z') })
  })

  test('in a gap comes as much later as the clocks were put forward', () => {
    const sunday: Schedule = { weekday: 7, hour: 2, minute: 30, timeZone: 'America/New_York' }
    expect(lastDue(sunday, at('2026-03-08T12:00:00Z')).dueAt).toBe(at('2026-03-08T03:30-04:00'))
  })

  test('in an overlap comes the first time', () => {
    const sunday: Schedule = { weekday: 7, hour: 1, minute: 30, timeZone: 'America/New_York' }
    expect(lastDue(sunday, at('2026-11-01T12:00:00Z')).dueAt).toBe(at('2026-11-01T01:30-04:00'))
  })

  test('has a week 53 where the year has one', () => {
    expect(lastDue(MONDAY_9, at('2026-12-29T00:00:00Z')).week).toBe('2026-W53')
    expect(lastDue(MONDAY_9, at('2027-01-05T00:00:00Z')).week).toBe('2027-W01')
  })
})

const zones = ['America/New_York', 'America/Santiago', 'Africa/Cairo', 'Australia/Lord_Howe', 'Pacific/Apia', 'UTC']
const schedules = fc.record({
  weekday: fc.integer({ min: 1, max: 7 }),
  hour: fc.integer({ min: 0, max: 23 }),
  minute: fc.integer({ min: 0, max: 59 }),
  timeZone: fc.constantFrom(...zones),
})
const times = fc.integer({ min: at('2000-01-01'), max: at('2040-01-01') })

test('the last and the next follow each other, a week apart', () => {
  fc.assert(
    fc.property(schedules, times, (schedule, now) => {
      const [last, next] = [lastDue(schedule, now), nextDue(schedule, now)]
      expect(last.dueAt).toBeLessThanOrEqual(now)
      expect(next.dueAt).toBeGreaterThan(now)
      expect(Math.abs(next.dueAt - last.dueAt - 7 * DAY)).toBeLessThanOrEqual(DAY)
      expect(lastDue(schedule, next.dueAt)).toEqual(next)
      expect(next.week).not.toBe(last.week)
    }),
  )
})

/** Set inside the gap or the overlap that the zone had in these years. */
const AWKWARD: readonly Schedule[] = [
  { weekday: 7, hour: 2, minute: 30, timeZone: 'America/New_York' },
  { weekday: 7, hour: 1, minute: 30, timeZone: 'America/New_York' },
  { weekday: 7, hour: 0, minute: 30, timeZone: 'America/Santiago' },
  { weekday: 6, hour: 23, minute: 30, timeZone: 'America/Santiago' },
  { weekday: 5, hour: 0, minute: 30, timeZone: 'Africa/Cairo' },
  { weekday: 4, hour: 23, minute: 30, timeZone: 'Africa/Cairo' },
  { weekday: 7, hour: 2, minute: 15, timeZone: 'Australia/Lord_Howe' },
  { weekday: 7, hour: 1, minute: 45, timeZone: 'Australia/Lord_Howe' },
  { weekday: 1, hour: 0, minute: 0, timeZone: 'UTC' },
]

test.each(AWKWARD)('ten years hold each ISO week once: $weekday $hour:$minute $timeZone', (schedule) => {
  const all: DueDigest[] = []
  for (let due = nextDue(schedule, at('2020-01-10')); due.dueAt < at('2030-01-10'); due = nextDue(schedule, due.dueAt))
    all.push(due)
  const weeks = all.map((due) => due.week)
  const span = ((all.at(-1)?.dueAt ?? 0) - (all[0]?.dueAt ?? 0)) / (7 * DAY)
  expect(new Set(weeks).size).toBe(Math.round(span) + 1)
  expect(weeks.length).toBe(new Set(weeks).size)
  expect(weeks.filter((week) => week.endsWith('W53'))).toEqual(['2020-W53', '2026-W53'])
})

test('the digest of a week is the one that falls due in it', () => {
  fc.assert(
    fc.property(schedules, times, (schedule, now) => {
      const due = nextDue(schedule, now)
      expect(dueIn(schedule, due.week)).toEqual(due)
    }),
  )
  expect(['2026-W54', '2027-W53', '2026-W00', '2026-47', ''].map((week) => dueIn(MONDAY_9, week))).toEqual(
    Array(5).fill(undefined),
  )
})

test('knows zones by their IANA names only', () => {
  expect(['Europe/Berlin', 'UTC', 'Asia/Shanghai'].map(isTimeZone)).toEqual([true, true, true])
  expect(['', 'Mars/Olympus', '+02:00', '../etc/passwd', 'Europe/Berlin\0'].map(isTimeZone)).toEqual(
    Array(5).fill(false),
  )
})
