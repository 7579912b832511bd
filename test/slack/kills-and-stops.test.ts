import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { killApps } from '../../bench/reliability/app-process.ts'
import { runThroughCrashes } from '../../bench/reliability/crashes.ts'
import { compileProduction, removeBuilds } from '../../bench/reliability/production.ts'
import { endureStorm } from '../../bench/reliability/rate-limits.ts'
import { removeFolders } from '../../bench/reliability/scratch.ts'
import { stopWithAnswersQueued } from '../../bench/reliability/stop.ts'

/** Only ends what hangs: nothing here is about how fast it is. `npm run bench:slack` has the figures, each beside a control. */
const HANGING_MS = 240_000

let program: string
beforeAll(() => {
  program = compileProduction()
}, HANGING_MS)
afterAll(() => {
  killApps()
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
