import { seededRandom } from '../synthetic-cases.ts'
import { AppProcess } from './app-process.ts'
import { sowFaults } from './faults.ts'
import type { Goal, Result, Size } from './goal.ts'
import { pasteOf } from './pastes.ts'
import { compileProduction, sabotage } from './production.ts'
import { newFolderInMemory } from './scratch.ts'
import { Workplace } from './workplace.ts'

export interface CrashRun {
  /** Where the compiled program is. */
  readonly program: string
  readonly questions: number
  readonly limitMs: number
  readonly killEveryEvents?: number
}

export interface CrashTally {
  readonly questions: number
  readonly kills: number
  readonly lost: number
  /** What became of the events about what was lost. */
  readonly fate: readonly string[]
  readonly duplicates: number
  readonly unfinished: number
  readonly integrity: string
  readonly tookMs: number
}

/** A question in a channel is two events: a message and a mention. */
const EVENTS_PER_QUESTION = 2
const KILL_EVERY_EVENTS = 200
const QUESTIONS_PER_CHANNEL = 5
const MOST_CHANNELS = 500
const MOST_WAITING = 300
const SPEED = 30
const RATES = { lostReplies: 3, serverErrors: 3, rateLimits: 2 }
const EVENTS_THAT_COME_AGAIN = 0.2
/** What the app may need to see that all was posted, after it was. */
const FINISH_MS = 30_000

export const crashes: Goal = {
  id: 'A1',
  promise: `questions are answered once each, with a kill -9 every ${KILL_EVERY_EVENTS} events, 20 % of the events again, 8 % of the calls going wrong (Slack's clock stands while the app starts)`,
  measure: async (size) => judge(await runThroughCrashes({ program: compileProduction(), ...scaleOf(size) })),
  control: {
    without: 'the look-up of what became of a message',
    measure: async () => judge(await runThroughCrashes({ program: withoutLookUp(), questions: 300, limitMs: 90_000 })),
  },
}

export function withoutLookUp(): string {
  return sabotage([{ file: 'slack/outbox/look-up', from: 'found.event_payload.id === row.id', to: 'false' }])
}

/** People ask; meanwhile the app is killed and started again, and calls and events go wrong. */
export async function runThroughCrashes(run: CrashRun): Promise<CrashTally> {
  const { program, questions, limitMs } = run
  const started = performance.now()
  const channels = Math.min(MOST_CHANNELS, questions / QUESTIONS_PER_CHANNEL)
  const place = await Workplace.open({ channels, speed: SPEED })
  const app = new AppProcess({ slack: place.slack, program, folder: newFolderInMemory() })
  await app.start()
  const kills = await askThroughCrashes(place, app, run)
  await place.untilUnanswered(0, limitMs - (performance.now() - started))
  const tookMs = performance.now() - started
  await app.untilDone(FINISH_MS)
  await app.stop()
  await place.close()
  const { unanswered: lost, duplicates, fate } = place
  return { questions, kills, lost, duplicates, fate, unfinished: app.unfinished, tookMs, integrity: integrityOf(app) }
}

/** Returns the number of kills. */
async function askThroughCrashes(
  place: Workplace,
  app: AppProcess,
  { questions, limitMs, killEveryEvents = KILL_EVERY_EVENTS }: CrashRun,
): Promise<number> {
  const random = seededRandom(1)
  const killEvery = killEveryEvents / EVENTS_PER_QUESTION
  let kills = 0
  let isBack = Promise.resolve()
  for (const method of ['chat.postMessage', 'conversations.replies'])
    sowFaults(place.slack.faults, method, 2 * questions, RATES, random)
  for (let i = 0; i < questions; i++) {
    if (i % killEvery === killEvery / 2) {
      await isBack
      isBack = crash(place, app)
      kills++
    }
    if (random() < EVENTS_THAT_COME_AGAIN * EVENTS_PER_QUESTION) place.slack.faults.deliverTwice(1)
    await place.asks(i, pasteOf(i))
    await place.untilUnanswered(MOST_WAITING, limitMs)
  }
  await isBack
  return kills
}

/**
 * Slack's clock stands meanwhile. An app that is killed every 25 seconds of that clock is away for one in fifteen of
 * them, and whatever it did, Slack would give up a few deliveries after four attempts that all met it away.
 */
async function crash(place: Workplace, app: AppProcess): Promise<void> {
  place.speed = 0
  await app.kill()
  await app.start()
  place.speed = SPEED
}

function integrityOf(app: AppProcess): string {
  return app.read<{ integrity_check: string }>('PRAGMA integrity_check')[0]?.integrity_check ?? ''
}

function judge({ questions, kills, lost, fate, duplicates, unfinished, tookMs, integrity }: CrashTally): Result {
  const events = `${questions * EVENTS_PER_QUESTION} events, ${kills} kills, ${Math.round(tookMs / 1000)} s`
  const outcome = `${lost} of ${questions} questions lost, ${duplicates} answered twice`
  return {
    good: lost + duplicates + unfinished === 0 && integrity === 'ok',
    says: [`${events}: ${outcome}, ${unfinished} left undone, integrity ${integrity}`, ...fate].join('; '),
  }
}

/** For the kind of run: a published figure, or a look. */
function scaleOf(size: Size): { questions: number; limitMs: number } {
  return size === 'full' ? { questions: 5000, limitMs: 300_000 } : { questions: 150, limitMs: 60_000 }
}
