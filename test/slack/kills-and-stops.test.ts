import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { digestThroughCrashes } from '../../bench/digests/crashing.ts'
import { returnAfterDowntimes } from '../../bench/digests/downtime.ts'
import { digestThroughFreezes } from '../../bench/digests/freezing.ts'
import { killReplicas } from '../../bench/digests/replicas.ts'
import { liveThrough } from '../../bench/digests/ten-years.ts'
import { killApps } from '../../bench/reliability/app-process.ts'
import { runThroughCrashes } from '../../bench/reliability/crashes.ts'
import { compileProduction, removeBuilds } from '../../bench/reliability/production.ts'
import { endureStorm } from '../../bench/reliability/rate-limits.ts'
import { removeFolders } from '../../bench/reliability/scratch.ts'
import { stopWithAnswersQueued } from '../../bench/reliability/stop.ts'

/** Only ends what hangs: nothing here is about how fast it is. `npm run bench:slack` and `npx tsx bench/digests.ts` have the figures, each beside a control. */
const HANGING_MS = 240_000

let program: string
beforeAll(() => {
  program = compileProduction()
}, HANGING_MS)
afterAll(() => {
  killApps()
  killReplicas()
  removeBuilds()
  removeFolders()
})

describe.concurrent('the program, run as processes of its own', { timeout: HANGING_MS }, () => {
  test('is killed three times while people ask, and calls and events go wrong: each question is answered once', async () => {
    const tally = await runThroughCrashes({ program, questions: 90, killEveryEvents: 60, limitMs: HANGING_MS })
    expect(tally).toMatchObject({ kills: 3, lost: 0, duplicates: 0, unfinished: 0, integrity: 'ok', fate: [] })
  })

  test('is told to stop with answers queued, and started again: each is posted once', async () => {
    const { queued, lost, duplicates } = await stopWithAnswersQueued({ program, questions: 20, channels: 10 })
    expect({ queued, lost, duplicates }).toEqual({ queued: 20, lost: 0, duplicates: 0 })
  })

  test('is refused everything for a while: nothing is lost, and no channel gets more than a post a second', async () => {
    const storm = { program, stormMs: 2000, retryAfterSeconds: 1, questions: 24, channels: 4 }
    const { refused, lost, duplicates, aheadOfPace } = await endureStorm(storm)
    expect(refused).toBeGreaterThan(5)
    expect({ lost, duplicates }).toEqual({ lost: 0, duplicates: 0 })
    expect(aheadOfPace).toBeLessThan(3)
  })
})

describe('the weekly digest, each once in its channel and its week', { timeout: HANGING_MS }, () => {
  test('while of four processes the one that works is killed again and again', async () => {
    const { kills, ...tally } = await digestThroughCrashes(program, { channels: 12, weeks: 3 })
    expect(tally).toMatchObject({ wanted: 36, posted: 36, missing: 0, duplicates: 0 })
    expect(kills).toBeGreaterThan(0)
  })

  test('while it is stopped for longer than a call may take, and none of the others takes its place', async () => {
    const { freezes, ...tally } = await digestThroughFreezes({ program, channels: 12, weeks: 2, freezes: 3 })
    expect(tally).toMatchObject({ wanted: 24, posted: 24, missing: 0, duplicates: 0, atOnce: 1 })
    expect(freezes).toBeGreaterThanOrEqual(3)
  })

  test('through a year with a week 53, where its hour is left out or comes twice', async () => {
    expect(await liveThrough(program, 54)).toEqual({ weeks: 9 * 54, missing: 0, twice: 0, fiftyThird: 9 })
  })

  test('late when the app was down, and not after six days', async () => {
    const told = (await returnAfterDowntimes(program)).map(({ posted, outcomes }) => ({ posted, outcomes }))
    const late = { posted: 1, outcomes: ['posted'] }
    expect(told).toEqual([late, late, late, { posted: 0, outcomes: ['late'] }])
  })
})
