import { execFileSync, fork } from 'node:child_process'
import { once } from 'node:events'
import { linkSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Goal, Result, Size } from '../reliability/goal.ts'
import { compileProduction } from '../reliability/production.ts'
import { peakMebibytes, startPeak } from './process-cost.ts'
import { RunnerProcess } from './runner-process.ts'

/** One that the probe `directories` looks at. */
const PLACE = '/var/tmp'
const LIMIT_MS = 1000
const MOST_MEBIBYTES = 20

export const hugeDirectory: Goal = {
  id: 'D4',
  needsMounts: true,
  promise: `a directory of 5,000,000 entries: a bounded answer in ${LIMIT_MS} ms with ${MOST_MEBIBYTES} MiB more`,
  measure: (size) => inHugeDirectory(entriesOf(size), lookAtIt),
  control: { without: 'counting in batches (readdir)', measure: (size) => inHugeDirectory(entriesOf(size), readWhole) },
}

function entriesOf(size: Size): number {
  return size === 'full' ? 5_000_000 : 300_000
}

async function inHugeDirectory(entries: number, measure: (entries: number) => Promise<Result>): Promise<Result> {
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8g,nr_inodes=6m', 'tmpfs', PLACE])
  try {
    fill(entries)
    return await measure(entries)
  } finally {
    execFileSync('umount', ['-l', PLACE])
  }
}

/** Links take no inode, but are entries like any other. */
function fill(entries: number): void {
  const first = join(PLACE, 'f')
  mkdirSync(PLACE, { recursive: true })
  writeFileSync(first, '')
  for (let i = 1; i < entries; i++) linkSync(first, `${first}${i}`)
}

async function lookAtIt(entries: number): Promise<Result> {
  const runner = await RunnerProcess.start({ program: compileProduction() })
  const before = runner.pids.map((pid) => [pid, startPeak(pid)] as const)
  const { reports, tookMs } = await runner.look(['directories'], 10_000)
  const more = Math.max(...before.map(([pid, was]) => peakMebibytes(pid) - was))
  await runner.terminate()
  const row = reports.flatMap(({ facts }) => facts).find(({ fields }) => fields.path === PLACE)?.fields
  const [ms = Number.POSITIVE_INFINITY] = tookMs
  const bounded = row?.entries === entries || row?.atLeast === true
  return {
    good: ms <= LIMIT_MS && more <= MOST_MEBIBYTES && bounded,
    says: `of ${entries} entries ${row?.atLeast ? 'at least ' : ''}${row?.entries} counted in ${Math.round(ms)} ms, +${more.toFixed(1)} MiB`,
  }
}

async function readWhole(): Promise<Result> {
  const reader = fork(fileURLToPath(new URL('./readdir-whole.mjs', import.meta.url)), [PLACE])
  const [{ ms, more }] = (await once(reader, 'message')) as [{ ms: number; more: number }]
  return {
    good: ms <= LIMIT_MS && more <= MOST_MEBIBYTES,
    says: `read in ${Math.round(ms)} ms, +${more.toFixed(1)} MiB`,
  }
}
