import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { CGROUPS, enter, HIERARCHIES } from './cgroups.ts'
import { type Claim, findClaims, giveBack, makeClaim } from './claim.ts'
import { FAULTS } from './faults.ts'

const LIMIT_MS = 13 * 60_000
const PUT_BACK_MS = 60_000
const NEEDED = [
  'dockerd',
  'containerd',
  'runc',
  'ctr',
  'docker',
  'busybox',
  'mkfs.ext4',
  'mkfs.xfs',
  'unshare',
  'ip',
  'iptables',
  'ping',
  'fuser',
  'openssl',
  'curl',
  'perl',
]

/**
 * Starts the lab in a mount and network namespace of its own and waits for it. Whatever becomes of it: its processes are
 * ended, numbers of the kernel are what they were, and its folder and cgroups are gone. What a run left behind that was
 * killed with everything around it, the next one gives back first.
 */
export async function runOutside(names: readonly string[]): Promise<number> {
  const missing = whatIsMissing(names)
  if (missing.length > 0) return complain(missing)
  const { running, abandoned } = findClaims()
  for (const left of abandoned) {
    say(`putting back what a lab left that was killed (process ${left.pid})`, ...(await giveBack(left)))
  }
  const [other] = running
  if (other) return complain([`a lab is running already, as process ${other.pid}: they would disturb each other`])
  return runClaimed(makeClaim(), names)
}

async function runClaimed(claim: Claim, names: readonly string[]): Promise<number> {
  let status = 1
  let left: string[] = []
  try {
    status = await supervise(startInside(claim, names))
  } finally {
    left = await giveBack(claim)
    say(...left)
  }
  return left.length > 0 ? 1 : status
}

function whatIsMissing(names: readonly string[]): string[] {
  const folders = (process.env.PATH ?? '').split(':')
  const absent = NEEDED.filter((program) => !folders.some((folder) => existsSync(join(folder, program))))
  const noCgroups = HIERARCHIES.filter((name) => !existsSync(join(CGROUPS, name, 'cgroup.procs')))
  const unknown = names.filter((name) => !FAULTS.some((fault) => fault.name === name))
  return [
    ...(process.getuid?.() === 0 ? [] : ['the lab makes real faults: run it as root, on a machine that may break']),
    ...(absent.length === 0 ? [] : [`${absent.join(', ')} not found: apt-get install ${PACKAGES}`]),
    ...noCgroups.map((name) => `expected cgroups (v1) at ${CGROUPS}/${name}`),
    ...unknown.map((name) => `no fault \`${name}\`; expected ${FAULTS.map((fault) => fault.name).join(', ')}`),
  ]
}

const PACKAGES =
  'docker.io containerd runc busybox-static iproute2 iptables iputils-ping e2fsprogs xfsprogs procps psmisc openssl curl perl'

function complain(lines: readonly string[]): number {
  for (const line of lines) process.stderr.write(`${line}\n`)
  return 1
}

/** It enters the cgroup first, so that everything that is ever started is found there, and a session of its own: Ctrl-C is for us, who tell it. */
function startInside({ folder, cgroup }: Claim, names: readonly string[]): ChildProcess {
  const again = [process.execPath, ...process.execArgv, process.argv[1] ?? '', '--inside', folder, cgroup, ...names]
  const [command = '', ...args] = enter('pids', cgroup, [
    'unshare',
    ...['-m', '-n', '--propagation', 'private'],
    ...again,
  ])
  return spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], detached: true })
}

/** Asks it to put everything back when there is a signal or the time is over, and waits for that only so long. */
async function supervise(inside: ChildProcess): Promise<number> {
  const timers: NodeJS.Timeout[] = []
  const stop = (): void => {
    inside.kill('SIGTERM')
    timers.push(setTimeout(() => inside.kill('SIGKILL'), PUT_BACK_MS))
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, stop)
  timers.push(setTimeout(stop, LIMIT_MS))
  const [status] = (await once(inside, 'exit')) as [number | null]
  for (const timer of timers) clearTimeout(timer)
  for (const signal of signals) process.off(signal, stop)
  return status ?? 1
}

function say(...lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`)
}
