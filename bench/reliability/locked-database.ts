import { setTimeout as sleep } from 'node:timers/promises'
import type { Attempt } from '../../test/slack-double/deliveries.ts'
import { removeCompiled, startChild } from '../../test/store/sqlite/child.ts'
import { AppProcess } from './app-process.ts'
import type { Goal, Result, Size } from './goal.ts'
import { pasteOf } from './pastes.ts'
import { compileProduction, sabotage } from './production.ts'
import { newFolder } from './scratch.ts'
import { Workplace } from './workplace.ts'

interface LockTally {
  readonly questions: number
  readonly lost: number
  readonly duplicates: number
  readonly slowestAckMs: number
  /** How many times Slack had to deliver an event again. */
  readonly refused: number
  readonly longestPauseMs: number
}

const LOCKER = 'test/store/sqlite/child-locker.ts'
const QUESTIONS_PER_SECOND = 5
const LONGEST_ACK_MS = 2500
const LONGEST_PAUSE_MS = 250
const SPEED = 10
const LIMIT_MS = 60_000

export const lockedDatabase: Goal = {
  id: 'A2',
  promise:
    'while another process locks the database, events are acknowledged in 2.5 s or answered when they come again, and the event loop stands still for 250 ms at most',
  measure: async (size) => judge(await askWhileLocked(compileProduction(), lockMs(size))),
  control: {
    without: 'the limit of 200 ms for waiting',
    measure: async () => judge(await askWhileLocked(waitingLonger(), lockMs('short'))),
  },
}

async function askWhileLocked(program: string, lockForMs: number): Promise<LockTally> {
  const place = await Workplace.open({ channels: 20, speed: SPEED })
  const app = new AppProcess({ slack: place.slack, program, folder: newFolder() })
  await app.start()
  const questions = Math.round((lockForMs / 1000) * QUESTIONS_PER_SECOND)
  const locker = startChild(LOCKER, app.database, String(lockForMs))
  await locker.lines.next()
  for (let i = 0; i < questions; i++) {
    await place.asks(i, pasteOf(i))
    await sleep(1000 / QUESTIONS_PER_SECOND)
  }
  await place.untilUnanswered(0, LIMIT_MS)
  await app.untilDone(LIMIT_MS)
  const { longestPauseMs } = app
  await locker.kill()
  removeCompiled()
  await app.stop()
  await place.close()
  const attempts = place.slack.deliveries.flatMap((delivery): readonly Attempt[] => delivery.attempts)
  const acknowledged = attempts.filter(({ outcome }) => outcome === 'answered')
  return {
    questions,
    lost: place.unanswered,
    duplicates: place.duplicates,
    slowestAckMs: Math.round(Math.max(...acknowledged.map(({ tookMs }) => tookMs))),
    refused: attempts.length - acknowledged.length,
    longestPauseMs,
  }
}

function waitingLonger(): string {
  return sabotage([{ file: 'store/sqlite/patience', from: 'BLOCKING_MS = 200', to: 'BLOCKING_MS = 5000' }])
}

function lockMs(size: Size): number {
  return size === 'full' ? 10_000 : 2000
}

function judge({ questions, lost, duplicates, slowestAckMs, refused, longestPauseMs }: LockTally): Result {
  const isPrompt = slowestAckMs < LONGEST_ACK_MS && longestPauseMs <= LONGEST_PAUSE_MS
  return {
    good: lost + duplicates === 0 && isPrompt,
    says: `${questions} questions: ${lost} lost, ${duplicates} answered twice; slowest acknowledgement ${slowestAckMs} ms, ${refused} deliveries left to Slack to repeat; event loop stood still for ${longestPauseMs} ms`,
  }
}
