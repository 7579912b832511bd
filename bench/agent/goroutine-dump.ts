import type { Goal, Result } from '../reliability/goal.ts'
import { compileProduction, sabotage } from '../reliability/production.ts'
import { Daemon } from './daemon.ts'
import { peakMebibytes, startPeak } from './process-cost.ts'
import { RunnerProcess } from './runner-process.ts'

const GOROUTINES = 50_000
const MOST_BYTES = 64 * 1024
const MOST_MEBIBYTES = 16

export const goroutineDump: Goal = {
  id: 'D11',
  promise: `a dump of ${GOROUTINES} goroutines: all of them counted, in a summary of ${MOST_BYTES / 1024} KiB at most, with ${MOST_MEBIBYTES} MiB more`,
  measure: () => summarise(compileProduction()),
  control: { without: 'reading it as it comes (the whole dump in memory)', measure: () => summarise(withWholeDump()) },
}

async function summarise(program: string): Promise<Result> {
  const daemon = await Daemon.start()
  const runner = await RunnerProcess.start({ program, view: { dockerSocket: daemon.socket } })
  try {
    await runner.look(['docker-goroutines'], 15_000, 5)
    daemon.turn('goroutines')
    const before = runner.pids.map((pid) => [pid, startPeak(pid)] as const)
    const { reports, tookMs } = await runner.look(['docker-goroutines'], 15_000)
    const mebibytes = Math.max(...before.map(([pid, was]) => peakMebibytes(pid) - was))
    const facts = reports.flatMap((report) => report.facts)
    const bytes = Buffer.byteLength(JSON.stringify(facts))
    const waiters = facts.find(({ kind }) => kind === 'lock')?.fields.waiters
    const cut = reports.flatMap((report) => report.notChecked)
    return {
      good: waiters === GOROUTINES && cut.length === 0 && bytes <= MOST_BYTES && mebibytes <= MOST_MEBIBYTES,
      says: `${waiters ?? 'none'} of ${GOROUTINES} counted at their mutex, ${facts.length} rows, ${(bytes / 1024).toFixed(1)} KiB, in ${Math.round(tookMs[0] ?? 0)} ms, +${mebibytes.toFixed(1)} MiB`,
    }
  } finally {
    await runner.terminate()
    await daemon.end()
  }
}

function withWholeDump(): string {
  return sabotage([
    {
      file: 'agent/probes/docker-goroutines',
      from: '(chunk) => void stream.write(chunk));',
      to: '(chunk) => void (all = Buffer.concat([all, chunk]))); stream.write(all);',
    },
    { file: 'agent/probes/docker-goroutines', from: 'const stream =', to: 'let all = Buffer.alloc(0); const stream =' },
  ])
}
