import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { mountHungFuse } from '../../test/lab/faults/hung-fuse.ts'
import type { Goal, Result, Size } from '../reliability/goal.ts'
import { compileProduction, sabotage } from '../reliability/production.ts'
import { newFolder } from '../reliability/scratch.ts'
import { limit, makeCgroup, readCount } from './cgroup.ts'
import { processorMs, pssMebibytes } from './process-cost.ts'
import { RunnerProcess } from './runner-process.ts'

/** As it comes, and when it may also ask mounts that hang: then up to three lost children keep their memory. */
const CAP_MEBIBYTES = { usual: 96, remote: 128 }
/** It samples for half a second on purpose: ten thousand times that is not what is measured. */
const SAMPLER = 'disk-io'
const IDLE_MS = 20_000
/** V8 tidies up for some seconds after work. */
const SETTLE_MS = 20_000
const HUNG = 12
const MOST = { pssMebibytes: 60, afterLossesMebibytes: 80, processorMs: 50, idlePercent: 0.1 }

export const smallMemory: Goal = {
  id: 'D8',
  needsMounts: true,
  promise: `10,000 full sets under a memory cap of ${CAP_MEBIBYTES.usual} MiB, and 3 lost children under ${CAP_MEBIBYTES.remote}: no OOM kill; Pss at most ${MOST.pssMebibytes} and ${MOST.afterLossesMebibytes} MiB once it is quiet, ${MOST.processorMs} ms of a processor a set, ${MOST.idlePercent} % idle`,
  measure: async (size) => {
    const program = compileProduction()
    return judge(await manySets(program, setsOf(size)), await amongHungMounts(program))
  },
  control: {
    without: 'a budget for lost children',
    measure: async () => {
      const tally = await amongHungMounts(withoutBudget())
      return { good: survived(tally), says: describeLosses(tally) }
    },
  },
}

interface Sets {
  readonly sets: number
  readonly probes: number
  readonly workingMebibytes: number
  readonly mebibytes: number
  readonly processorMs: number
  readonly idlePercent: number
  readonly kills: number
}

async function manySets(program: string, sets: number): Promise<Sets> {
  const cgroup = makeCgroup('memory')
  limit(cgroup, 'memory.limit_in_bytes', CAP_MEBIBYTES.usual * 1024 * 1024)
  const runner = await RunnerProcess.start({ program, cgroup })
  const ids = runner.probes.filter((id) => id !== SAMPLER)
  await runner.look(ids, 60_000)
  const before = processorMs(runner.pids)
  for (let done = 0; done < sets; done += 10) await runner.look(ids, 60_000, 10)
  const perSet = (processorMs(runner.pids) - before) / sets
  const workingMebibytes = pssMebibytes(runner.pids)
  await sleep(SETTLE_MS)
  const mebibytes = pssMebibytes(runner.pids)
  const idleFrom = processorMs(runner.pids)
  await sleep(IDLE_MS)
  const idlePercent = (100 * (processorMs(runner.pids) - idleFrom)) / IDLE_MS
  await runner.terminate()
  const kills = readCount(cgroup, 'memory.oom_control', 'oom_kill')
  return { sets, probes: ids.length, workingMebibytes, mebibytes, processorMs: perSet, idlePercent, kills }
}

interface Losses {
  readonly lost: number
  readonly mebibytes: number
  readonly kills: number
}

/** Looks at mounts that hang until no more is asked of them. Not a number when the cap ended the agent. */
async function amongHungMounts(program: string): Promise<Losses> {
  const cgroup = makeCgroup('memory')
  limit(cgroup, 'memory.limit_in_bytes', CAP_MEBIBYTES.remote * 1024 * 1024)
  const runner = await RunnerProcess.start({ program, view: { remote: true }, cgroup })
  const hung = await mountHungFuse(join(newFolder(), 'hung'), { killable: 0, unkillable: HUNG })
  try {
    await runner.look(runner.probes, 60_000, 5)
    let lost = 0
    for (let i = 0; i < 8; i++) lost = (await runner.look(['filesystems'], 10_000)).lost
    await sleep(SETTLE_MS)
    return { lost, mebibytes: pssMebibytes(runner.pids), kills: readCount(cgroup, 'memory.oom_control', 'oom_kill') }
  } catch {
    const kills = readCount(cgroup, 'memory.oom_control', 'oom_kill')
    return { lost: Number.NaN, mebibytes: Number.NaN, kills }
  } finally {
    await runner.terminate()
    await hung.end()
    await sleep(500)
  }
}

function setsOf(size: Size): number {
  return size === 'full' ? 10_000 : 50
}

function judge(usual: Sets, losses: Losses): Result {
  const { sets, probes, workingMebibytes, mebibytes, processorMs, idlePercent, kills } = usual
  const isSmall = mebibytes <= MOST.pssMebibytes && processorMs <= MOST.processorMs && idlePercent <= MOST.idlePercent
  const figures = `${sets} sets of ${probes} probes: ${kills} OOM kills, Pss ${workingMebibytes.toFixed(1)} MiB at work and ${mebibytes.toFixed(1)} MiB after, ${processorMs.toFixed(1)} ms of a processor a set, ${idlePercent.toFixed(3)} % idle`
  return { good: kills === 0 && isSmall && survived(losses), says: `${figures}; ${describeLosses(losses)}` }
}

function survived({ kills, lost, mebibytes }: Losses): boolean {
  return kills === 0 && lost <= 3 && mebibytes <= MOST.afterLossesMebibytes
}

function describeLosses({ lost, mebibytes, kills }: Losses): string {
  return `${HUNG} mounts that hang: ${lost} lost children, Pss ${mebibytes.toFixed(1)} MiB, ${kills} OOM kills`
}

function withoutBudget(): string {
  return sabotage([{ file: 'agent/children/lost-children', from: 'static MOST = 3;', to: 'static MOST = 1000;' }])
}
