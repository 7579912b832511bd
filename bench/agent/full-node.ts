import { execFileSync, fork } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Goal, Result } from '../reliability/goal.ts'
import { compileProduction } from '../reliability/production.ts'
import { newFolder } from '../reliability/scratch.ts'
import { type Cgroup, limit, makeCgroup, moveInto } from './cgroup.ts'
import { RunnerProcess } from './runner-process.ts'

const LIMIT_MS = 1000

export const fullNode: Goal = {
  id: 'D2',
  needsMounts: true,
  promise: `disk full, no inodes, TMPDIR full and not one process left, all at once: every file system's fact in ${LIMIT_MS} ms, the full ones named, and then every probe answers`,
  measure: lookAtFullNode,
  control: { without: 'children made beforehand (a process for each check)', measure: forkForEachCheck },
}

interface FullPlaces {
  readonly disk: string
  readonly inodes: string
  readonly tmp: string
}

async function lookAtFullNode(): Promise<Result> {
  const places = fillPlaces(newFolder())
  const cgroup = makeCgroup('pids')
  const runner = await RunnerProcess.start({ program: compileProduction(), environment: { TMPDIR: places.tmp } })
  moveInto(cgroup, runner.pids)
  limit(cgroup, 'pids.max', 1)
  const first = await runner.look(['filesystems'], 10_000)
  const all = await runner.look(runner.probes, 10_000)
  limit(cgroup, 'pids.max', 'max')
  await runner.terminate()
  release(places)
  const rows = first.reports.flatMap(({ facts }) => facts.map(({ fields }) => fields))
  const disk = rows.find(({ mountpoint }) => mountpoint === places.disk)
  const inodes = rows.find(({ mountpoint }) => mountpoint === places.inodes)
  const unchecked = all.reports.flatMap(({ notChecked }) => notChecked)
  const bad = unchecked.filter(({ why }) => why === 'timed-out' || why === 'hung' || why === 'failed')
  const [ms = Number.POSITIVE_INFINITY] = first.tookMs
  return {
    good: ms <= LIMIT_MS && disk?.usedPercent === 100 && inodes?.inodesFree === 0 && bad.length === 0,
    says: `${rows.length} file systems in ${Math.round(ms)} ms: one ${disk?.usedPercent} % used, one with ${inodes?.inodesFree} inodes left; then all ${all.reports.length} probes in ${Math.round(all.tookMs[0] ?? 0)} ms, ${bad.length} late or failed`,
  }
}

async function forkForEachCheck(): Promise<Result> {
  const cgroup: Cgroup = makeCgroup('pids')
  const checker = fork(fileURLToPath(new URL('./fork-for-each-check.mjs', import.meta.url)))
  await once(checker, 'message')
  if (checker.pid) moveInto(cgroup, [checker.pid])
  limit(cgroup, 'pids.max', 1)
  const answer = once(checker, 'message')
  checker.send('check')
  const [code] = (await answer) as [string]
  limit(cgroup, 'pids.max', 'max')
  checker.kill('SIGKILL')
  await once(checker, 'exit')
  return { good: code === 'ok', says: `df: ${code}` }
}

function fillPlaces(folder: string): FullPlaces {
  const places = { disk: join(folder, 'disk'), inodes: join(folder, 'inodes'), tmp: join(folder, 'tmp') }
  mountTmpfs(places.disk, 'size=256k')
  mountTmpfs(places.inodes, 'nr_inodes=5')
  mountTmpfs(places.tmp, 'size=4k')
  for (const path of [places.disk, places.tmp]) fillWithBytes(join(path, 'ballast'))
  for (let i = 0; i < 4; i++) closeSync(openSync(join(places.inodes, String(i)), 'w'))
  return places
}

function mountTmpfs(path: string, options: string): void {
  mkdirSync(path)
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path])
}

function fillWithBytes(file: string): void {
  const descriptor = openSync(file, 'w')
  try {
    for (;;) writeSync(descriptor, Buffer.alloc(4096))
  } catch {
    closeSync(descriptor)
  }
}

function release(places: FullPlaces): void {
  for (const path of Object.values(places)) execFileSync('umount', [path])
}
