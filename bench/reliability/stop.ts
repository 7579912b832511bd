import { setTimeout as sleep } from 'node:timers/promises'
import { seededRandom } from '../synthetic-cases.ts'
import { AppProcess } from './app-process.ts'
import { clearFaults, sowFaults } from './faults.ts'
import type { Goal, Result, Size } from './goal.ts'
import { pasteOf } from './pastes.ts'
import { compileProduction, sabotage } from './production.ts'
import { newFolder } from './scratch.ts'
import { Workplace } from './workplace.ts'

export interface StopRun {
  readonly program: string
  readonly questions: number
  readonly channels: number
}

export interface StopTally {
  /** Answers that waited when the app was told to stop. */
  readonly queued: number
  readonly tookMs: number
  /** Sent between the signal and the end. */
  readonly sentMeanwhile: number
  readonly lost: number
  readonly duplicates: number
}

const LONGEST_STOP_MS = 10_000
const GIVE_UP_MS = 15_000
const LOOK_EVERY_MS = 50
const LOSSES = { lostReplies: 10, serverErrors: 0, rateLimits: 0 }
const LIMIT_MS = 120_000
/** So fast that Slack's limit for a whole workspace never counts. */
const SPEED = 30

export const stop: Goal = {
  id: 'A4',
  promise:
    'told to stop with answers queued, the app ends within 10 s, also when Slack hangs, and after a restart each is posted once',
  measure: async (size) =>
    judge(await stopWithAnswersQueued({ program: compileProduction(), ...scaleOf(size) }), await stopWhileSlackHangs()),
  control: {
    without: 'doubt about messages whose reply was lost',
    measure: async () => judge(await stopWithAnswersQueued({ program: withoutDoubt(), ...scaleOf('short') })),
  },
}

/** The app is told to stop when it has taken all questions and has begun to answer, and is started again. Replies get lost all the while. */
export async function stopWithAnswersQueued({ program, questions, channels }: StopRun): Promise<StopTally> {
  const place = await Workplace.open({ channels, speed: SPEED })
  const { slack } = place
  const app = new AppProcess({ slack, program, folder: newFolder() })
  await app.start()
  slack.faults.rateLimit('chat.postMessage', 1, 10 * questions)
  for (let i = 0; i < questions; i++) await place.asks(i, pasteOf(i))
  while (queuedIn(app) < questions) await sleep(LOOK_EVERY_MS)
  clearFaults(slack.faults, 'chat.postMessage')
  sowFaults(slack.faults, 'chat.postMessage', 2 * questions, LOSSES, seededRandom(4))
  const queued = place.unanswered
  await place.untilUnanswered(queued - 1, LIMIT_MS)
  const tookMs = await app.stop(GIVE_UP_MS)
  const sentMeanwhile = queued - place.unanswered
  await app.start()
  await place.untilUnanswered(0, LIMIT_MS)
  await app.untilDone(LIMIT_MS)
  await app.stop()
  await place.close()
  return { queued, tookMs, sentMeanwhile, lost: place.unanswered, duplicates: place.duplicates }
}

/** Resolves with the milliseconds from the signal to the end. */
async function stopWhileSlackHangs(): Promise<number> {
  const place = await Workplace.open({ channels: 10, speed: SPEED })
  const { slack } = place
  const app = new AppProcess({ slack, program: compileProduction(), folder: newFolder() })
  await app.start()
  const release = place.channels.map(() => slack.faults.hold('chat.postMessage'))
  for (const i of place.channels.keys()) await place.asks(i, pasteOf(i))
  await slack.until(() => slack.calls.some(({ method }) => method === 'chat.postMessage'), 'a post')
  const tookMs = await app.stop(GIVE_UP_MS)
  for (const letGo of release) letGo()
  await place.close()
  return tookMs
}

function queuedIn(app: AppProcess): number {
  return app.read(`SELECT 1 FROM outgoing`).length
}

function withoutDoubt(): string {
  return sabotage([
    {
      file: 'slack/outbox/sender',
      from: "state: 'unknown', notBefore: now() + SETTLE_MS",
      to: "state: 'pending', notBefore: now() + SETTLE_MS",
    },
  ])
}

function judge({ queued, tookMs, sentMeanwhile, lost, duplicates }: StopTally, hangingMs = 0): Result {
  const ends = [
    `ended after ${timeOf(tookMs)}`,
    ...(hangingMs > 0 ? [`after ${timeOf(hangingMs)} when Slack hangs`] : []),
  ]
  return {
    good: Math.max(tookMs, hangingMs) <= LONGEST_STOP_MS && lost + duplicates === 0,
    says: `${queued} answers queued, ${ends.join(', ')}; ${sentMeanwhile} sent before the end; after the restart ${lost} lost, ${duplicates} posted twice`,
  }
}

function timeOf(tookMs: number): string {
  return tookMs >= GIVE_UP_MS ? `more than ${GIVE_UP_MS} ms` : `${tookMs} ms`
}

function scaleOf(size: Size): { questions: number; channels: number } {
  return size === 'full' ? { questions: 1000, channels: 50 } : { questions: 100, channels: 20 }
}
