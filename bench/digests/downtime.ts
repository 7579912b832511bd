import { join } from 'node:path'
import { dueIn } from '../../src/digest/schedule.ts'
import type { Schedule } from '../../src/model/digest.ts'
import type { Goal, Result } from '../reliability/goal.ts'
import { compileProduction, sabotage } from '../reliability/production.ts'
import { newFolderInMemory } from '../reliability/scratch.ts'
import { Simulation, subjectOf } from './simulation.ts'

export interface Downtime {
  readonly days: number
  readonly posted: number
  /** What is noted of it. */
  readonly outcomes: readonly string[]
}

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const WEEK = '2026-W47'
const SCHEDULE: Schedule = { weekday: 1, hour: 9, minute: 0, timeZone: 'Europe/Berlin' }
/** Days after which the app comes back; the last are too many. */
const DAYS = [1 / 1440, 1, 5, 6.1]

export const downtime: Goal = {
  id: 'B4',
  promise:
    'a digest that fell due while the app was down is posted late, once; after more than six days it is skipped, and that is noted',
  measure: async () => judge(await returnAfterDowntimes(compileProduction())),
  control: {
    without: 'the limit of six days',
    measure: async () => judge(await returnAfterDowntimes(withoutLimit())),
  },
}

/** For each downtime an app that is stopped before the digest is due, comes back after it, and is started once more. */
export async function returnAfterDowntimes(program: string): Promise<readonly Downtime[]> {
  return Promise.all(DAYS.map((days) => returnAfter(days, program)))
}

async function returnAfter(days: number, program: string): Promise<Downtime> {
  const dueAt = dueIn(SCHEDULE, WEEK)?.dueAt ?? 0
  const database = join(newFolderInMemory(), 'casebook.db')
  const start = dueAt - 6 * DAY_MS
  const life = await Simulation.open({ program, database, schedules: [SCHEDULE], start, end: dueAt + DAY_MS })
  await life.goTo(dueAt - MINUTE_MS)
  await life.stop()
  const back = dueAt + days * DAY_MS
  await life.goTo(back)
  await life.stop()
  await life.goTo(back + MINUTE_MS)
  await life.stop()
  return { days, posted: life.posts().get(subjectOf(0, WEEK)) ?? 0, outcomes: life.outcomes(WEEK) }
}

function withoutLimit(): string {
  return sabotage([{ file: 'slack/digests', from: 'LATEST_MS = 6 *', to: 'LATEST_MS = 60 *' }])
}

function judge(downtimes: readonly Downtime[]): Result {
  const isRight = ({ days, posted, outcomes }: Downtime) =>
    outcomes.join() === (days > 6 ? 'late' : 'posted') && posted === (days > 6 ? 0 : 1)
  const told = downtimes.map(
    ({ days, posted, outcomes }) => `${timeOf(days)} late: posted ${posted} times, noted as ${outcomes.join()}`,
  )
  return { good: downtimes.every(isRight), says: told.join('; ') }
}

function timeOf(days: number): string {
  return days < 1 ? `${Math.round(days * 1440)} min` : `${days} days`
}
