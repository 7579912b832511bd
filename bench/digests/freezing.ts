import { setTimeout as sleep } from 'node:timers/promises'
import type { Goal, Result, Size } from '../reliability/goal.ts'
import { compileProduction, sabotage } from '../reliability/production.ts'
import { Replicas } from './replicas.ts'
import { Season, type SeasonSize, type SeasonTally } from './season.ts'

export interface FreezingTally extends SeasonTally {
  readonly freezes: number
  readonly atOnce: number
  readonly tookMs: number
}

export interface FreezingRun extends SeasonSize {
  readonly program: string
  /** The season goes on until there were so many. */
  readonly freezes: number
}

const PROCESSES = 4
/** How long a call of Slack may take here; what is frozen for longer finds its calls timed out. */
const TIMEOUT_MS = 200
const FREEZE_MS = 2.5 * TIMEOUT_MS
const WORK_MS = 100
/** No faster: a message that is on its way must arrive before the app looks for it. */
const SPEED = 30
const LIMIT_MS = 300_000

export const freezing: Goal = {
  id: 'B2',
  promise: `the same when the one that works is stopped in the middle (SIGSTOP) for ${FREEZE_MS / TIMEOUT_MS} times as long as a call may take, while others come and go: none is missing, and at most one of a thousand is there twice`,
  measure: async (size) =>
    judge(await digestThroughFreezes({ program: compileProduction(), ...sizeOf(size) }), sizeOf(size)),
  control: {
    without: 'the lock that lets one process work on a database',
    measure: async () => judge(await digestThroughFreezes({ program: withoutLock(), ...UNLOCKED }), UNLOCKED),
  },
}

/** Weeks go by while whoever works on the database is frozen again and again. */
export async function digestThroughFreezes({ program, freezes: wanted, ...size }: FreezingRun): Promise<FreezingTally> {
  const season = await Season.open({ ...size, speed: SPEED })
  const { slack, database, clock } = season
  const started = performance.now()
  const parts = {
    program,
    database,
    clock,
    slack: { apiUrl: slack.apiUrl, token: slack.botToken },
    timeoutMs: TIMEOUT_MS,
  }
  const replicas = new Replicas(parts, PROCESSES)
  let isOver = false
  const freezing = freezeUntil(replicas, (freezes) => isOver && freezes >= wanted)
  await season.goBy(LIMIT_MS)
  isOver = true
  const freezes = await freezing
  const tookMs = performance.now() - started
  const tally = await season.tally()
  await replicas.stop()
  await season.close()
  return { ...tally, freezes, atOnce: replicas.mostHolders, tookMs }
}

async function freezeUntil(replicas: Replicas, isEnough: (freezes: number) => boolean): Promise<number> {
  let freezes = 0
  for (; !isEnough(freezes); freezes++) {
    await sleep(WORK_MS)
    await replicas.freezeHolder(FREEZE_MS)
  }
  return freezes
}

function withoutLock(): string {
  return sabotage([{ file: 'store/sqlite/claim', from: "lock.exec('BEGIN EXCLUSIVE')", to: "lock.exec('BEGIN')" }])
}

function judge({ wanted, posted, missing, duplicates, freezes, atOnce, tookMs }: FreezingTally, run: Scale): Result {
  return {
    good: missing === 0 && duplicates <= wanted / 1000 && freezes >= run.freezes,
    says: `${posted} of ${wanted} digests posted, ${missing} missing, ${duplicates} posted twice; ${freezes} stops of ${FREEZE_MS} ms, at most ${atOnce} of ${PROCESSES} at work at once, ${Math.round(tookMs / 1000)} s`,
  }
}

/** Enough for it to fail each time. */
const UNLOCKED: Scale = { channels: 100, weeks: 5, freezes: 15 }

type Scale = Omit<FreezingRun, 'program'>

function sizeOf(size: Size): Scale {
  return size === 'full' ? { channels: 100, weeks: 20, freezes: 100 } : { channels: 40, weeks: 3, freezes: 6 }
}
