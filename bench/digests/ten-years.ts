import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import type { Schedule } from '../../src/model/digest.ts'
import type { Goal, Result, Size } from '../reliability/goal.ts'
import { compileProduction } from '../reliability/production.ts'
import { newFolderInMemory } from '../reliability/scratch.ts'
import { Simulation, subjectOf } from './simulation.ts'

export interface WeeksTally {
  /** Of ISO weeks, over all schedules. */
  readonly weeks: number
  readonly missing: number
  readonly twice: number
  /** Of the weeks, those that are the 53rd of their year. */
  readonly fiftyThird: number
}

const DAY_MS = 86_400_000
/** Long enough for ten years to be looked at in a minute, and far shorter than a digest may be late. */
const STEP_MS = 12 * 3_600_000
const FIRST_MONDAY = '2020-01-06'

/** Each set inside a gap or an overlap that its zone had in these years. */
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

export const tenYears: Goal = {
  id: 'B3',
  promise: 'over ten years a channel gets one digest in each ISO week, also where its hour is left out or comes twice',
  measure: async (size) => judge(await liveThrough(compileProduction(), weeksOf(size))),
  control: {
    without: 'one row a week: as cron does, at each minute that has the set local time',
    measure: async (size) => judge(cronThrough(weeksOf(size))),
  },
}

/** The worker itself, on a clock that is moved on; each channel has something to tell in each week. */
export async function liveThrough(program: string, weeks: number): Promise<WeeksTally> {
  const start = Date.parse(`${FIRST_MONDAY}T00:00Z`) - DAY_MS
  const end = start + weeks * 7 * DAY_MS + 2 * DAY_MS
  const database = join(newFolderInMemory(), 'casebook.db')
  const life = await Simulation.open({ program, database, schedules: AWKWARD, start, end })
  for (let now = start; now < end; now += STEP_MS) await life.goTo(now)
  await life.stop()
  const posts = life.posts()
  const wanted = isoWeeks(weeks)
  const counts = AWKWARD.flatMap((_, i) => wanted.map((week) => posts.get(subjectOf(i, week)) ?? 0))
  return tallyOf(counts, wanted)
}

/** What a clock shows that is looked at every minute: a time that is left out never, one that comes twice twice. */
function cronThrough(weeks: number): WeeksTally {
  const counts = AWKWARD.flatMap(({ weekday, hour, minute, timeZone }) =>
    Array.from({ length: weeks }, (_, week) => {
      const local = Temporal.PlainDate.from(FIRST_MONDAY)
        .add({ days: 7 * week + weekday - 1 })
        .toPlainDateTime({ hour, minute })
      const moments = (['earlier', 'later'] as const).map((disambiguation) =>
        local.toZonedDateTime(timeZone, { disambiguation }),
      )
      const shown = moments.filter((it) => it.toPlainDateTime().equals(local)).map((it) => it.epochMilliseconds)
      return new Set(shown).size
    }),
  )
  return tallyOf(counts, isoWeeks(weeks))
}

function isoWeeks(count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => {
    const day = Temporal.PlainDate.from(FIRST_MONDAY).add({ days: 7 * i })
    return `${day.yearOfWeek}-W${String(day.weekOfYear).padStart(2, '0')}`
  })
}

function tallyOf(counts: readonly number[], weeks: readonly string[]): WeeksTally {
  return {
    weeks: counts.length,
    missing: counts.filter((count) => count === 0).length,
    twice: counts.filter((count) => count > 1).length,
    fiftyThird: AWKWARD.length * weeks.filter((week) => week.endsWith('W53')).length,
  }
}

function judge({ weeks, missing, twice, fiftyThird }: WeeksTally): Result {
  return {
    good: missing + twice === 0,
    says: `${weeks} weeks of ${AWKWARD.length} schedules, ${fiftyThird} of them a week 53: ${missing} without a digest, ${twice} with two`,
  }
}

function weeksOf(size: Size): number {
  return size === 'full' ? 522 : 60
}
