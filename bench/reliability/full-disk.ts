import { execFileSync } from 'node:child_process'
import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppProcess } from './app-process.ts'
import type { Goal, Result, Size } from './goal.ts'
import { pasteOf } from './pastes.ts'
import { compileProduction, sabotage } from './production.ts'
import { newFolder } from './scratch.ts'
import { Workplace } from './workplace.ts'

interface DiskTally {
  readonly questions: number
  readonly fullMs: number
  readonly crashed: boolean
  /** How many times Slack had to deliver an event again. */
  readonly refused: number
  readonly lost: number
  readonly duplicates: number
}

const SPEED = 10
const DISK_MEBIBYTES = 64

export const fullDisk: Goal = {
  id: 'A3',
  needsMounts: true,
  promise: 'with the disk of the database full for a while, the app goes on, recovers by itself, and loses nothing',
  measure: async (size) => judge(await askWithFullDisk(compileProduction(), scaleOf(size))),
  control: {
    without: 'waiting for the disk before the acknowledgement',
    measure: async () => judge(await askWithFullDisk(acknowledgingAnyway(), scaleOf('short'))),
  },
}

async function askWithFullDisk(program: string, { questions, fullMs, limitMs }: Scale): Promise<DiskTally> {
  const dataFolder = newFolder()
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MEBIBYTES}m`, 'tmpfs', dataFolder])
  const place = await Workplace.open({ channels: 50, speed: SPEED })
  const app = new AppProcess({ slack: place.slack, program, folder: newFolder(), dataFolder })
  await app.start()
  const ballast = join(dataFolder, 'ballast')
  fill(ballast)
  for (let i = 0; i < questions; i++) {
    await place.asks(i, pasteOf(i))
    await sleep(fullMs / questions)
  }
  rmSync(ballast)
  await place.untilUnanswered(0, limitMs)
  const crashed = !app.isRunning
  if (!crashed) await app.untilDone(limitMs)
  await app.stop()
  await place.close()
  execFileSync('umount', [dataFolder])
  const attempts = place.slack.deliveries.flatMap((delivery) => delivery.attempts)
  const refused = attempts.filter(({ outcome }) => outcome !== 'answered').length
  return { questions, fullMs, crashed, refused, lost: place.unanswered, duplicates: place.duplicates }
}

/** Until nothing more fits, not a byte. */
function fill(file: string): void {
  const descriptor = openSync(file, 'a')
  for (let size = 1 << 20; size >= 1; ) {
    try {
      writeSync(descriptor, Buffer.alloc(size))
    } catch {
      size >>= 1
    }
  }
  closeSync(descriptor)
}

function acknowledgingAnyway(): string {
  return sabotage([{ file: 'slack/intake/durable-receiver', from: 'throw error', to: `kept = 'kept'` }])
}

interface Scale {
  readonly questions: number
  readonly fullMs: number
  /** Slack's last retry comes after 36 seconds. */
  readonly limitMs: number
}

/** A question is two events. */
function scaleOf(size: Size): Scale {
  return size === 'full'
    ? { questions: 250, fullMs: 25_000, limitMs: 60_000 }
    : { questions: 30, fullMs: 3000, limitMs: 20_000 }
}

function judge({ questions, fullMs, crashed, refused, lost, duplicates }: DiskTally): Result {
  const end = crashed ? 'the app crashed' : 'no crash'
  return {
    good: !crashed && refused > 0 && lost + duplicates === 0,
    says: `${2 * questions} events while the disk was full for ${fullMs} ms: ${end}; ${refused} deliveries left to Slack to repeat; ${lost} of ${questions} questions lost, ${duplicates} answered twice`,
  }
}
