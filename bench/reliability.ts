/**
 * What the Slack app promises when things go wrong, each promise beside a control: the same with the protection taken
 * out, which must fail. The app under test is the compiled program, run as processes of their own against the double.
 *
 *     npx tsx bench/reliability.ts [GOAL…] [--short]
 *
 * Exits with 1 when a goal does not hold, or when its control does. Counts hold on any machine; times are of this one.
 */
import { spawnSync } from 'node:child_process'
import { killApps } from './reliability/app-process.ts'
import { crashes } from './reliability/crashes.ts'
import { downloads } from './reliability/downloads.ts'
import { forgedRequests } from './reliability/forged-requests.ts'
import { fullDisk } from './reliability/full-disk.ts'
import { fuzz } from './reliability/fuzz.ts'
import type { Goal } from './reliability/goal.ts'
import { leaks } from './reliability/leaks.ts'
import { lockedDatabase } from './reliability/locked-database.ts'
import { nesting } from './reliability/nesting.ts'
import { removeBuilds } from './reliability/production.ts'
import { rateLimits } from './reliability/rate-limits.ts'
import { removeFolders } from './reliability/scratch.ts'
import { secrets } from './reliability/secrets.ts'
import { stop } from './reliability/stop.ts'
import { worstLines } from './reliability/worst-lines.ts'
import { runGoals } from './run-goals.ts'

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
  if (!runInOwnMounts()) await runGoals(GOALS, process.argv.slice(2))
} finally {
  killApps()
  removeBuilds()
  removeFolders()
}
