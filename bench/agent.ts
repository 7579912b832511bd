/**
 * What the node agent promises on a sick node, each promise beside a control: the same without the protection, which
 * must fail. The faults are real: file systems that hang, disks that are full, limits that are reached.
 *
 *     npx tsx bench/agent.ts [GOAL…] [--short]
 *
 * Needs root, /dev/fuse, strace, and the cgroup (v1) controllers pids and memory. Everything happens in a mount namespace
 * of its own. Exits with 1 when a goal does not hold, or when its control does. Times are of this machine.
 */
import { spawnSync } from 'node:child_process'
import { removeCgroups } from './agent/cgroup.ts'
import { fewProcesses } from './agent/few-processes.ts'
import { fullNode } from './agent/full-node.ts'
import { hostileTexts } from './agent/hostile-texts.ts'
import { hugeDirectory } from './agent/huge-directory.ts'
import { hungMounts } from './agent/hung-mounts.ts'
import { manyMounts } from './agent/many-mounts.ts'
import { readOnly } from './agent/read-only.ts'
import { killRunners } from './agent/runner-process.ts'
import { smallMemory } from './agent/small-memory.ts'
import { removeBuilds } from './reliability/production.ts'
import { removeFolders } from './reliability/scratch.ts'
import { runGoals } from './run-goals.ts'

const GOALS = [hungMounts, fullNode, fewProcesses, hugeDirectory, manyMounts, readOnly, smallMemory, hostileTexts]

/** What is mounted in here is seen by nobody else, and goes when the process ends. */
function runInOwnMounts(): number {
  const again = [process.execPath, ...process.execArgv, ...process.argv.slice(1)]
  const { status } = spawnSync('unshare', ['-m', '--propagation', 'private', ...again], {
    stdio: 'inherit',
    env: { ...process.env, CASEBOOK_BENCH_INSIDE: '1' },
  })
  return status ?? 1
}

if (process.env.CASEBOOK_BENCH_INSIDE) {
  try {
    await runGoals(GOALS, process.argv.slice(2))
  } finally {
    killRunners()
    removeCgroups()
    removeBuilds()
    removeFolders()
  }
} else {
  process.exitCode = runInOwnMounts()
}
