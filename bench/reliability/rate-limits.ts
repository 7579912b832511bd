import { setTimeout as sleep } from 'node:timers/promises'
import type { Call } from '../../test/slack-double/double.ts'
import { METHODS } from '../../test/slack-double/rules/methods.ts'
import { AppProcess } from './app-process.ts'
import { clearFaults } from './faults.ts'
import type { Goal, Result, Size } from './goal.ts'
import { pasteOf } from './pastes.ts'
import { compileProduction, sabotage } from './production.ts'
import { newFolder } from './scratch.ts'
import { Workplace } from './workplace.ts'

export interface StormRun {
  readonly program: string
  readonly stormMs: number
  readonly retryAfterSeconds: number
  readonly questions: number
  readonly channels: number
}

export interface StormTally {
  readonly questions: number
  readonly refused: number
  readonly lost: number
  readonly duplicates: number
  /** Between two posts in one channel, refused or not, in real time. */
  readonly shortestGapMs: number
  /** How many posts a channel got beyond one a second, from its first to its last; the first one is one. */
  readonly aheadOfPace: number
}

/** A second, less what two processes on a busy machine are late by. */
const LEAST_GAP_MS = 900
const LIMIT_MS = 120_000
const SPEED = 30
const MORE_THAN_COME = 10_000

export const rateLimits: Goal = {
  id: 'A5',
  promise:
    'while Slack answers everything with 429 nothing is lost, and a channel gets at most one post a second, refused ones counted',
  measure: async (size) => judge(await endureStorm({ program: compileProduction(), ...scaleOf(size) })),
  control: {
    without: 'a pace of our own',
    measure: async () => judge(await endureStorm({ program: withoutPace(), ...scaleOf('short') })),
  },
}

/** People ask all the while; every call is refused until the storm is over. */
export async function endureStorm(run: StormRun): Promise<StormTally> {
  const { program, stormMs, retryAfterSeconds, questions, channels } = run
  const place = await Workplace.open({ channels, speed: SPEED })
  const { slack } = place
  const app = new AppProcess({ slack, program, folder: newFolder() })
  await app.start()
  for (const method of Object.keys(METHODS)) slack.faults.rateLimit(method, retryAfterSeconds, MORE_THAN_COME)
  for (let i = 0; i < questions; i++) {
    await place.asks(i, pasteOf(i))
    await sleep(stormMs / questions)
  }
  for (const method of Object.keys(METHODS)) clearFaults(slack.faults, method)
  await place.untilUnanswered(0, LIMIT_MS)
  await app.untilDone(LIMIT_MS)
  await app.stop()
  await place.close()
  const posts = slack.calls.filter(({ method }) => method === 'chat.postMessage')
  return {
    questions,
    refused: slack.calls.filter(({ status }) => status === 429).length,
    lost: place.unanswered,
    duplicates: place.duplicates,
    shortestGapMs: shortestGap(posts) / SPEED,
    aheadOfPace: Math.max(...[...byChannel(posts).values()].map(aheadOfPace)),
  }
}

function byChannel(posts: readonly Call[]): Map<unknown, Call[]> {
  const found = new Map<unknown, Call[]>()
  for (const post of posts) found.set(post.args.channel, [...(found.get(post.args.channel) ?? []), post])
  return found
}

/** A machine that stands still for a moment moves single posts, and not their number. */
function aheadOfPace(posts: readonly Call[]): number {
  const tookMs = ((posts.at(-1)?.at ?? 0) - (posts[0]?.at ?? 0)) / SPEED
  return posts.length - tookMs / 1000
}

/** In the time of Slack. */
function shortestGap(posts: readonly Call[]): number {
  const last = new Map<unknown, number>()
  let shortest = Number.POSITIVE_INFINITY
  for (const { at, args } of posts) {
    shortest = Math.min(shortest, at - (last.get(args.channel) ?? Number.NEGATIVE_INFINITY))
    last.set(args.channel, at)
  }
  return shortest
}

function withoutPace(): string {
  return sabotage([{ file: 'slack/outbox/pace', from: 'Math.max(now, this.#free.get(key) ?? 0)', to: 'now' }])
}

function judge({ questions, refused, lost, duplicates, shortestGapMs }: StormTally): Result {
  return {
    good: lost + duplicates === 0 && refused > 0 && shortestGapMs >= LEAST_GAP_MS,
    says: `${questions} questions, ${refused} calls refused: ${lost} lost, ${duplicates} answered twice; ${Math.round(shortestGapMs)} ms between two posts in a channel at least`,
  }
}

function scaleOf(size: Size): Omit<StormRun, 'program'> {
  return size === 'full'
    ? { stormMs: 60_000, retryAfterSeconds: 5, questions: 200, channels: 10 }
    : { stormMs: 6000, retryAfterSeconds: 2, questions: 40, channels: 10 }
}
