/**
 * What the Slack app promises when things go wrong, each promise beside a control: the same with the protection taken
 * out, which must fail. The app under test is the compiled program, run as processes of their own against the double.
 *
 *     npx tsx bench/reliability.ts [GOAL…] [--short]
 *
 * Exits with 1 when a goal does not hold, or when its control does. Counts hold on any machine; times are of this one.
 */
import { spawnSync } from 'node:child_process'
import { writeSync } from 'node:fs'
import { killApps } from './reliability/app-process.ts'
import { crashes } from './reliability/crashes.ts'
import { downloads } from './reliability/downloads.ts'
import { forgedRequests } from './reliability/forged-requests.ts'
import { fullDisk } from './reliability/full-disk.ts'
import { fuzz } from './reliability/fuzz.ts'
import type { Goal, Result } from './reliability/goal.ts'
import { leaks } from './reliability/leaks.ts'
import { lockedDatabase } from './reliability/locked-database.ts'
import { nesting } from './reliability/nesting.ts'
import { removeBuilds } from './reliability/production.ts'
import { rateLimits } from './reliability/rate-limits.ts'
import { removeFolders } from './reliability/scratch.ts'
import { secrets } from './reliability/secrets.ts'
import { stop } from './reliability/stop.ts'
import { worstLines } from './reliability/worst-lines.ts'

const GOALS: readonly Goal[] = [
  crashes,
  lockedDatabase,
  fullDisk,
  stop,
  rateLimits,
  forgedRequests,
  leaks,
  fuzz,
  nesting,
  worstLines,
  downloads,
  secrets,
]

const wanted = process.argv.slice(2).filter((word) => !word.startsWith('-'))
const size = process.argv.includes('--short') ? 'short' : 'full'

async function run(): Promise<void> {
  print(`node ${process.version}, ${size}`)
  for (const goal of GOALS.filter(({ id }) => wanted.length === 0 || wanted.includes(id))) {
    const started = performance.now()
    const ours = await attempt(() => goal.measure(size))
    const control = await attempt(() => goal.control.measure(size))
    report(goal, ours, control, performance.now() - started)
  }
}

/** A measurement that breaks is no proof of anything, least of all for a control. */
async function attempt(measure: () => Promise<Result>): Promise<Result | Error> {
  return measure().catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))))
}

function report({ id, promise, control }: Goal, ours: Result | Error, theirs: Result | Error, tookMs: number): void {
  const verdict = verdictOf(ours, theirs)
  if (verdict !== 'ok') process.exitCode = 1
  print(`\n${id}  ${verdict}  (${Math.round(tookMs / 1000)} s)  ${promise}`)
  print(`    ours     ${sentenceOf(ours)}`)
  print(`    control  without ${control.without}: ${sentenceOf(theirs)}`)
}

function verdictOf(ours: Result | Error, theirs: Result | Error): string {
  if (ours instanceof Error || theirs instanceof Error) return 'BROKEN'
  if (!ours.good) return 'FAILED'
  return theirs.good ? 'PROVES NOTHING' : 'ok'
}

function sentenceOf(result: Result | Error): string {
  return result instanceof Error ? (result.stack ?? result.message) : result.says
}

function print(line: string): void {
  writeSync(1, `${line}\n`)
}

/** What is mounted in here is seen by nobody else, and goes when the process ends. */
function runInOwnMounts(): boolean {
  if (process.getuid?.() !== 0 || process.env.CASEBOOK_BENCH_INSIDE) return false
  const again = [process.execPath, ...process.execArgv, ...process.argv.slice(1)]
  const child = spawnSync('unshare', ['-m', '--propagation', 'private', ...again], {
    stdio: 'inherit',
    env: { ...process.env, CASEBOOK_BENCH_INSIDE: '1' },
  })
  process.exitCode = child.status ?? 1
  return child.error === undefined
}

try {
  if (!runInOwnMounts()) await run()
} finally {
  killApps()
  removeBuilds()
  removeFolders()
}
