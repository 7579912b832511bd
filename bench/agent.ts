/**
 * What the node agent promises on a sick node, each promise beside a control: the same without the protection, which
 * must fail. The faults are real: file systems that hang, disks that are full, limits that are reached.
 *
 *     npx tsx bench/agent.ts [GOAL…] [beside-node-exporter] [--short]
 *
 * Needs root, /dev/fuse, strace, a loop device, and the cgroup (v1) controllers pids and memory; node_exporter when it is there. Everything happens in a mount namespace
 * of its own. Exits with 1 when a goal does not hold, or when its control does. Times are of this machine.
 */
import { spawnSync } from 'node:child_process'
import { writeSync } from 'node:fs'
import { besideNodeExporter } from './agent/beside-node-exporter.ts'
import { removeCgroups } from './agent/cgroup.ts'
import { containerTruth } from './agent/container-truth.ts'
import { fewProcesses } from './agent/few-processes.ts'
import { fullNode } from './agent/full-node.ts'
import { goroutineDump } from './agent/goroutine-dump.ts'
import { hostileTexts } from './agent/hostile-texts.ts'
import { hugeDirectory } from './agent/huge-directory.ts'
import { hungMounts } from './agent/hung-mounts.ts'
import { manyMounts } from './agent/many-mounts.ts'
import { mountRoom } from './agent/mount-room.ts'
import { readOnly } from './agent/read-only.ts'
import { killRunners } from './agent/runner-process.ts'
import { slowDaemon } from './agent/slow-daemon.ts'
import { smallMemory } from './agent/small-memory.ts'
import { stolenApp } from './agent/stolen-app.ts'
import { removeBuilds } from './reliability/production.ts'
import { removeFolders } from './reliability/scratch.ts'
import { runGoals } from './run-goals.ts'

const GOALS = [
  hungMounts,
  fullNode,
  fewProcesses,
  hugeDirectory,
  manyMounts,
  readOnly,
  mountRoom,
  smallMemory,
  slowDaemon,
  containerTruth,
  goroutineDump,
  hostileTexts,
  stolenApp,
]

const BESIDE = 'beside-node-exporter'

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
    const words = process.argv.slice(2)
    await runGoals(GOALS, words)
    const isAll = words.every((word) => word.startsWith('-'))
    if (isAll || words.includes(BESIDE)) {
      const said = await besideNodeExporter(words.includes('--short') ? 'short' : 'full')
      writeSync(1, `\n${BESIDE}\n    ${said}\n`)
    }
  } finally {
    killRunners()
    removeCgroups()
    removeBuilds()
    removeFolders()
  }
} else {
  process.exitCode = runInOwnMounts()
}
