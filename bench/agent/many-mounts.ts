import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Goal, Result } from '../reliability/goal.ts'
import { compileProduction } from '../reliability/production.ts'
import { newFolder } from '../reliability/scratch.ts'
import { peakMebibytes, startPeak } from './process-cost.ts'
import { RunnerProcess } from './runner-process.ts'

const LIMIT_MS = 500
const MOST_MEBIBYTES = 25
/** 999 bind mounts in one directory, and that directory 98 times more: one by one it would take minutes. */
const MAKE_MOUNTS = `
mount -t tmpfs tmpfs "$1"; mount --make-private "$1"; cd "$1"; mkdir many copies
mount -t tmpfs tmpfs many; mount --make-private many
i=0; while [ $i -lt 998 ]; do i=$((i+1)); mkdir many/$i; mount --bind many/$i many/$i; done
i=0; while [ $i -lt 98 ]; do i=$((i+1)); mkdir copies/$i; mount --rbind many copies/$i; done
echo mounted; exec sleep 1000`

export const manyMounts: Goal = {
  id: 'D5',
  needsMounts: true,
  promise: `99,000 mounts in a namespace that is not pid 1's: counted right, its owner named, in ${LIMIT_MS} ms with ${MOST_MEBIBYTES} MiB more`,
  measure: () => besideFullNamespace(countThem),
  control: { without: 'counting in the bytes (splitting the text)', measure: () => besideFullNamespace(splitThem) },
}

async function besideFullNamespace(measure: (owner: number, truth: number) => Promise<Result>): Promise<Result> {
  const owner = spawn('unshare', ['-m', '--propagation', 'private', 'sh', '-c', MAKE_MOUNTS, 'sh', newFolder()], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    if (!owner.stdout || !owner.pid) throw new Error('unshare did not start')
    await once(owner.stdout, 'data')
    const table = readFileSync(`/proc/${owner.pid}/mountinfo`)
    return await measure(owner.pid, table.filter((byte) => byte === 10).length)
  } finally {
    await end(owner)
  }
}

async function countThem(owner: number, truth: number): Promise<Result> {
  const runner = await RunnerProcess.start({ program: compileProduction() })
  const before = runner.pids.map((pid) => [pid, startPeak(pid)] as const)
  const { reports, tookMs } = await runner.look(['mount-table'], 10_000, 5)
  const more = Math.max(...before.map(([pid, was]) => peakMebibytes(pid) - was))
  await runner.terminate()
  const rows = reports.flatMap(({ facts }) => facts.map(({ fields }) => fields))
  const full = rows.find(({ pid }) => pid === owner)
  const first = rows.find(({ pid }) => pid === 1)
  const ms = Math.min(...tookMs)
  const right = full?.count === truth && full.process === 'sleep' && full.allNamespaces === true
  return {
    good: right && ms <= LIMIT_MS && more <= MOST_MEBIBYTES,
    says: `${full?.count} of ${truth} counted, owner ${full?.process} (pid ${full?.pid}), pid 1 has ${first?.count}; 5 looks took ${tookMs.map(Math.round).join(', ')} ms, +${more.toFixed(1)} MiB`,
  }
}

async function splitThem(owner: number, truth: number): Promise<Result> {
  const reader = fork(fileURLToPath(new URL('./split-mountinfo.mjs', import.meta.url)), [`/proc/${owner}/mountinfo`])
  const [{ length, ms, more }] = (await once(reader, 'message')) as [{ length: number; ms: number; more: number }]
  return {
    good: length === truth && ms <= LIMIT_MS && more <= MOST_MEBIBYTES,
    says: `${length} of ${truth} counted in ${Math.round(ms)} ms, +${more.toFixed(1)} MiB`,
  }
}

async function end(owner: ChildProcess): Promise<void> {
  owner.kill('SIGKILL')
  if (owner.exitCode === null && owner.signalCode === null) await once(owner, 'exit')
}
