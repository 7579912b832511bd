import type { ProbeReport } from '../../src/model/probe.ts'
import type { Goal, Result, Size } from '../reliability/goal.ts'
import { compileProduction, sabotage } from '../reliability/production.ts'
import { Daemon } from './daemon.ts'
import { peakMebibytes, startPeak } from './process-cost.ts'
import { RunnerProcess } from './runner-process.ts'

const DEADLINE_MS = 10_000
const MOST_MEBIBYTES = 8
/** What a daemon does not answer must not hold up. */
const HEALTHY = ['pressure', 'mount-table']

type Trouble = 'stopped' | 'full' | 'drip' | 'huge'

export const slowDaemon: Goal = {
  id: 'D9',
  promise: `a dockerd that is stopped, has no place for connections left, sends a byte now and then, or a gigabyte: everything else is told, the daemon is told of, in ${DEADLINE_MS / 1000} s, no path asked for twice at a time, with ${MOST_MEBIBYTES} MiB more`,
  measure: async (size) => judge(await Promise.all(troublesOf(size).map((it) => lookBeside(it, compileProduction())))),
  control: {
    without: 'a time for a whole answer (a time between two bytes only)',
    measure: async () => judge([await lookBeside('drip', withIdleTime())]),
  },
}

interface Look {
  readonly trouble: Trouble
  readonly tookMs: number
  readonly mebibytes: number
  readonly lostChildren: number
  readonly healthy: number
  /** What a probe of the daemon said itself. */
  readonly says: string | undefined
  /** Requests for the same path that were open at a time, where that can be seen. */
  readonly mostAtOnce: number
}

function troublesOf(size: Size): readonly Trouble[] {
  return size === 'full' ? ['stopped', 'full', 'drip', 'huge'] : ['stopped', 'drip', 'huge']
}

async function lookBeside(trouble: Trouble, program: string): Promise<Look> {
  const daemon = await Daemon.start()
  const runner = await RunnerProcess.start({ program, view: { dockerSocket: daemon.socket } })
  try {
    const probes = [...HEALTHY, ...runner.probes.filter((id) => id.startsWith('docker-'))]
    // What is compiled and allocated for a first time is not the daemon's doing.
    await runner.look(probes, DEADLINE_MS, 5)
    await make(daemon, trouble)
    const before = runner.pids.map((pid) => [pid, startPeak(pid)] as const)
    const { reports, tookMs } = await runner.look(probes, DEADLINE_MS)
    const { pids } = runner
    const alive = before.filter(([pid]) => pids.includes(pid))
    return {
      trouble,
      tookMs: tookMs[0] ?? Number.POSITIVE_INFINITY,
      mebibytes: Math.max(...alive.map(([pid, was]) => peakMebibytes(pid) - was)),
      lostChildren: before.length - alive.length,
      healthy: reports.filter(({ probe, facts }) => HEALTHY.includes(probe) && facts.length > 0).length,
      says: toldOfDaemon(reports),
      mostAtOnce: daemon.mostAtOnce,
    }
  } finally {
    await runner.terminate()
    await daemon.end()
  }
}

async function make(daemon: Daemon, trouble: Trouble): Promise<void> {
  if (trouble === 'drip' || trouble === 'huge') return daemon.turn(trouble)
  daemon.stop()
  if (trouble === 'full') await daemon.fillQueue()
}

/** The supervisor speaks for a probe that it had to give up, and then nobody knows what the daemon did. */
function toldOfDaemon(reports: readonly ProbeReport[]): string | undefined {
  return reports.flatMap(({ notChecked }) => notChecked).find(({ what }) => what.startsWith('docker '))?.says
}

function judge(looks: readonly Look[]): Result {
  return {
    good: looks.every(isGood),
    says: looks.map(describe).join('; '),
  }
}

function isGood({ tookMs, mebibytes, lostChildren, healthy, says, mostAtOnce }: Look): boolean {
  const isBounded = tookMs <= DEADLINE_MS * 1.05 && mebibytes <= MOST_MEBIBYTES && mostAtOnce <= 1
  return isBounded && lostChildren === 0 && healthy === HEALTHY.length && says !== undefined
}

function describe({ trouble, tookMs, mebibytes, lostChildren, healthy, says, mostAtOnce }: Look): string {
  const told = says === undefined ? 'nothing of the daemon' : `of the daemon "${says}"`
  const asked =
    trouble === 'stopped' || trouble === 'full' ? '' : `, at most ${mostAtOnce} requests for a path at a time`
  const lost = lostChildren > 0 ? `, ${lostChildren} children given up` : ''
  return `${trouble}: ${Math.round(tookMs)} ms, ${healthy} of ${HEALTHY.length} healthy probes, ${told}${asked}${lost}, +${mebibytes.toFixed(1)} MiB`
}

function withIdleTime(): string {
  return sabotage([
    {
      file: 'agent/http/bounded-get',
      from: 'const signal = AbortSignal.timeout(limits.totalMs);',
      to: 'const signal = new AbortController().signal; target = { ...target, timeout: limits.totalMs };',
    },
  ])
}
