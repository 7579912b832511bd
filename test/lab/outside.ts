import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { FAULTS } from './faults.ts'
import { readSysctl, SYSCTLS, writeSysctl } from './sysctl.ts'

const LIMIT_MS = 9 * 60_000
const PUT_BACK_MS = 45_000
const CGROUPS = '/sys/fs/cgroup'
const NEEDED = [
  'dockerd',
  'containerd',
  'runc',
  'ctr',
  'docker',
  'busybox',
  'mkfs.ext4',
  'unshare',
  'ip',
  'iptables',
  'openssl',
  'curl',
  'perl',
]

/**
 * Starts the lab in a mount and network namespace of its own and waits for it. Whatever becomes of it: its processes are
 * ended, numbers of the kernel are what they were, and its folder and cgroups are gone.
 */
export async function runOutside(names: readonly string[]): Promise<number> {
  const missing = whatIsMissing(names)
  if (missing.length > 0) return complain(missing)
  const before = new Map(SYSCTLS.map((name) => [name, readSysctl(name)]))
  const scratch = mkdtempSync(join(tmpdir(), 'casebook-lab-'))
  const cgroup = `casebook-lab-${process.pid}`
  mkdirSync(join(CGROUPS, 'pids', cgroup))
  let status = 1
  try {
    status = await supervise(startInside(scratch, cgroup, names))
  } finally {
    await killAll(cgroup)
    for (const [name, value] of before) {
      if (value === undefined || readSysctl(name) === value) continue
      process.stdout.write(`the lab left ${name} at ${readSysctl(name)}; it is ${value} again\n`)
      writeSysctl(name, value)
      status = 1
    }
    removeCgroups(cgroup)
    rmSync(scratch, { recursive: true, force: true })
  }
  return status
}

function whatIsMissing(names: readonly string[]): string[] {
  const folders = (process.env.PATH ?? '').split(':')
  const absent = NEEDED.filter((program) => !folders.some((folder) => existsSync(join(folder, program))))
  const unknown = names.filter((name) => !FAULTS.some((fault) => fault.name === name))
  return [
    ...(process.getuid?.() === 0 ? [] : ['the lab makes real faults: run it as root, on a machine that may break']),
    ...(absent.length === 0 ? [] : [`${absent.join(', ')} not found: apt-get install ${PACKAGES}`]),
    ...(existsSync(join(CGROUPS, 'pids/cgroup.procs')) ? [] : [`expected cgroups (v1) at ${CGROUPS}/pids`]),
    ...unknown.map((name) => `no fault \`${name}\`; expected ${FAULTS.map((fault) => fault.name).join(', ')}`),
  ]
}

const PACKAGES = 'docker.io containerd runc busybox-static iproute2 iptables e2fsprogs procps openssl curl'

function complain(lines: readonly string[]): number {
  for (const line of lines) process.stderr.write(`${line}\n`)
  return 1
}

/** The shell enters the cgroup first, so that everything that is ever started is found in it. */
function startInside(scratch: string, cgroup: string, names: readonly string[]): ChildProcess {
  const enter = `echo $$ > ${join(CGROUPS, 'pids', cgroup, 'cgroup.procs')}; exec "$@"`
  const again = [process.execPath, ...process.execArgv, process.argv[1] ?? '', '--inside', scratch, cgroup, ...names]
  return spawn('sh', ['-c', enter, 'sh', 'unshare', '-m', '-n', '--propagation', 'private', ...again], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
}

async function supervise(inside: ChildProcess): Promise<number> {
  const stop = (): void => void inside.kill('SIGTERM')
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop)
  const timers = [setTimeout(stop, LIMIT_MS), setTimeout(() => inside.kill('SIGKILL'), LIMIT_MS + PUT_BACK_MS)]
  const [status] = (await once(inside, 'exit')) as [number | null]
  for (const timer of timers) clearTimeout(timer)
  return status ?? 1
}

/** By their numbers, which the kernel keeps for us, until none is left. */
async function killAll(cgroup: string): Promise<void> {
  for (let round = 0; round < 50; round++) {
    const pids = processesIn(join(CGROUPS, 'pids', cgroup))
    if (pids.length === 0) return
    for (const pid of pids) kill(pid)
    await sleep(100)
  }
}

function processesIn(folder: string): number[] {
  if (!existsSync(folder)) return []
  const own = readFileSync(join(folder, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean).map(Number)
  return [...own, ...subfolders(folder).flatMap(processesIn)]
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended meanwhile.
  }
}

/** runc makes one for each container in every hierarchy. */
function removeCgroups(cgroup: string): void {
  for (const hierarchy of subfolders(CGROUPS)) removeCgroup(join(hierarchy, cgroup))
}

function removeCgroup(folder: string): void {
  if (!existsSync(folder)) return
  for (const below of subfolders(folder)) removeCgroup(below)
  rmdirSync(folder)
}

function subfolders(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name))
}
