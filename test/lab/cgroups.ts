import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export const CGROUPS = '/sys/fs/cgroup'
/** In `pids` is everything that the lab starts; in `cpu` is what has a share of the processors of its own. */
export const HIERARCHIES = ['pids', 'cpu'] as const

const ROUNDS = 50
const ROUND_MS = 100

/** The words of a command, so that it runs in a cgroup below that of the lab, together with whatever it starts. */
export function enter(hierarchy: (typeof HIERARCHIES)[number], path: string, command: readonly string[]): string[] {
  const folder = join(CGROUPS, hierarchy, path)
  mkdirSync(folder, { recursive: true })
  return ['sh', '-c', 'echo $$ > "$0"; exec "$@"', join(folder, 'cgroup.procs'), ...command]
}

/** Kills by their numbers, which the kernel keeps for us, until none is left; resolves with how many are. */
export async function killAll(cgroup: string): Promise<number> {
  for (let round = 0; round < ROUNDS; round++) {
    const pids = processesIn(join(CGROUPS, 'pids', cgroup))
    if (pids.length === 0) return 0
    for (const pid of pids) kill(pid)
    await sleep(ROUND_MS)
  }
  return processesIn(join(CGROUPS, 'pids', cgroup)).length
}

/** runc makes one for each container in every hierarchy. Resolves with a sentence for each that is still there. */
export async function removeCgroups(cgroup: string): Promise<string[]> {
  const left = (): string[] =>
    subfolders(CGROUPS)
      .map((hierarchy) => join(hierarchy, cgroup))
      .filter((folder) => !removeCgroup(folder))
  // The kernel takes its time to forget a process that was killed.
  for (let round = 0; round < ROUNDS && left().length > 0; round++) await sleep(ROUND_MS)
  return left().map((folder) => `${folder} cannot be removed`)
}

function removeCgroup(folder: string): boolean {
  try {
    if (!existsSync(folder)) return true
    for (const below of subfolders(folder)) removeCgroup(below)
    rmdirSync(folder)
    return true
  } catch {
    return false
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

function subfolders(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name))
}
