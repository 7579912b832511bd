import { setTimeout as sleep } from 'node:timers/promises'
import { withoutLookUp } from '../reliability/crashes.ts'
import type { Goal, Result, Size } from '../reliability/goal.ts'
import { compileProduction } from '../reliability/production.ts'
import { seededRandom } from '../synthetic-cases.ts'
import { Replicas } from './replicas.ts'
import { Season, type SeasonSize, type SeasonTally } from './season.ts'

export interface CrashingTally extends SeasonTally {
  readonly kills: number
  readonly tookMs: number
}

const PROCESSES = 4
const CALLS_A_CHANNEL = 1.5
const LOOK_EVERY_MS = 2
const SPEED = 100
const LIMIT_MS = 240_000

export const crashing: Goal = {
  id: 'B1',
  promise: `each channel gets its digest of each week once, with ${PROCESSES} processes on one database, a kill -9 of whichever works in the middle of its calls, and 3 % of Slack's replies lost`,
  measure: async (size) => judge(await digestThroughCrashes(compileProduction(), sizeOf(size))),
  control: {
    without: 'the look-up of what became of a message',
    measure: async () => judge(await digestThroughCrashes(withoutLookUp(), { channels: 100, weeks: 3 })),
  },
}

/** Weeks go by while whoever works on the database is killed again and again. */
export async function digestThroughCrashes(program: string, size: SeasonSize): Promise<CrashingTally> {
  const season = await Season.open({ ...size, speed: SPEED })
  const { slack, database, clock } = season
  const started = performance.now()
  const parts = { program, database, clock, slack: { apiUrl: slack.apiUrl, token: slack.botToken } }
  const replicas = new Replicas(parts, PROCESSES)
  const halt = new AbortController()
  const killing = killAgainAndAgain(season, replicas, size.channels, halt.signal)
  await season.goBy(LIMIT_MS)
  const tookMs = performance.now() - started
  halt.abort()
  const kills = await killing
  const tally = await season.tally()
  await replicas.stop()
  await season.close()
  return { ...tally, kills, tookMs }
}

/** Each dies in the middle of its calls: between none and three for each two channels. Returns how many did. */
async function killAgainAndAgain({ slack }: Season, replicas: Replicas, channels: number, signal: AbortSignal) {
  const random = seededRandom(3)
  let kills = 0
  for (; !signal.aborted; kills++) {
    await replicas.held()
    const last = slack.calls.length + 1 + Math.floor(random() * CALLS_A_CHANNEL * channels)
    while (slack.calls.length < last && !signal.aborted) await sleep(LOOK_EVERY_MS)
    await replicas.killHolder()
  }
  return kills
}

function judge({ wanted, posted, missing, duplicates, kills, tookMs }: CrashingTally): Result {
  return {
    good: missing + duplicates === 0 && kills > 0,
    says: `${posted} of ${wanted} digests posted, ${missing} missing, ${duplicates} posted twice; ${kills} kills, one every ${Math.round(tookMs / Math.max(1, kills))} ms`,
  }
}

function sizeOf(size: Size): SeasonSize {
  return size === 'full' ? { channels: 100, weeks: 20 } : { channels: 20, weeks: 4 }
}
