import { type ChildProcess, execFileSync, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { mountHungFuse } from '../../test/lab/faults/hung-fuse.ts'
import type { Goal, Result, Size } from '../reliability/goal.ts'
import { compileProduction } from '../reliability/production.ts'
import { newFolder } from '../reliability/scratch.ts'
import { RunnerProcess } from './runner-process.ts'

const HEALTHY = 30
const HUNG = { killable: 4, unkillable: 4 }
const LIMIT_MS = 2200
const LONGEST_EXIT_MS = 1000

export const hungMounts: Goal = {
  id: 'D1',
  needsMounts: true,
  promise: `${HUNG.killable + HUNG.unkillable} hung FUSE mounts beside ${HEALTHY} healthy ones: every healthy fact, every hung mount named, in ${LIMIT_MS} ms; at most 3 children lost ever; gone ${LONGEST_EXIT_MS} ms after SIGTERM`,
  measure: async (size) => judge(await lookBesideHungMounts(size)),
  control: { without: 'child processes (statfs in the process that serves)', measure: serveInProcess },
}

interface Tally {
  readonly looks: number
  readonly firstMs: number
  readonly lastMs: number
  readonly slowestMs: number
  readonly fewestHealthy: number
  readonly fewestNamed: number
  readonly lost: number
  readonly exitMs: number
}

async function lookBesideHungMounts(size: Size): Promise<Tally> {
  const folder = newFolder()
  const healthy = mountHealthy(folder)
  const hung = await mountHungFuse(join(folder, 'hung'), HUNG)
  const runner = await RunnerProcess.start({ program: compileProduction(), view: { remote: true } })
  const seen = []
  for (let i = 0; i < (size === 'full' ? 100 : 12); i++) seen.push(await runner.look(['filesystems'], 10_000))
  const lost = seen.at(-1)?.lost ?? 0
  const exitMs = await runner.terminate()
  await hung.end()
  for (const path of healthy) execFileSync('umount', [path])
  const took = seen.map(({ tookMs: [ms = 0] }) => ms)
  const found = seen.map(({ reports }) => reports.flatMap(({ facts }) => facts.map(({ fields }) => fields.mountpoint)))
  const named = seen.map(({ reports }) => reports.flatMap(({ notChecked }) => notChecked.map(({ what }) => what)))
  return {
    looks: seen.length,
    firstMs: took[0] ?? 0,
    lastMs: took.at(-1) ?? 0,
    slowestMs: Math.max(...took),
    fewestHealthy: Math.min(...found.map((paths) => healthy.filter((path) => paths.includes(path)).length)),
    fewestNamed: Math.min(...named.map((paths) => hung.folders.filter((path) => paths.includes(path)).length)),
    lost,
    exitMs,
  }
}

function mountHealthy(folder: string): string[] {
  return Array.from({ length: HEALTHY }, (_, i) => {
    const path = join(folder, `healthy-${i}`)
    mkdirSync(path)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', path])
    return path
  })
}

function judge(tally: Tally): Result {
  const { looks, firstMs, lastMs, slowestMs, fewestHealthy, fewestNamed, lost, exitMs } = tally
  const hung = HUNG.killable + HUNG.unkillable
  return {
    good:
      slowestMs <= LIMIT_MS &&
      fewestHealthy === HEALTHY &&
      fewestNamed === hung &&
      lost <= 3 &&
      exitMs <= LONGEST_EXIT_MS,
    says: `${looks} looks: first ${ms(firstMs)}, slowest ${ms(slowestMs)}, last ${ms(lastMs)}; never fewer than ${fewestHealthy}/${HEALTHY} healthy facts and ${fewestNamed}/${hung} hung mounts named; ${lost} children lost; exit ${ms(exitMs)} after SIGTERM`,
  }
}

/** One hung `fs.statfs`, and the process never ends. */
async function serveInProcess(): Promise<Result> {
  const hung = await mountHungFuse(join(newFolder(), 'hung'), { killable: 0, unkillable: 1 })
  const server: ChildProcess = fork(fileURLToPath(new URL('./statfs-in-process.mjs', import.meta.url)), [
    ...hung.folders,
  ])
  await once(server, 'message')
  server.kill('SIGTERM')
  const exited = once(server, 'exit').then(() => true)
  const ended = await Promise.race([exited, sleep(3000, false)])
  server.kill('SIGKILL')
  await hung.end()
  await exited
  return { good: ended, says: ended ? 'it ended after SIGTERM' : 'it had not ended 3000 ms after SIGTERM' }
}

function ms(value: number): string {
  return `${Math.round(value)} ms`
}
