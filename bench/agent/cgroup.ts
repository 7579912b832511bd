import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A cgroup (v1) of one controller, for processes of a measurement. */
export type Cgroup = string

const made: Cgroup[] = []

export function makeCgroup(controller: 'pids' | 'memory'): Cgroup {
  const root = `/sys/fs/cgroup/${controller}`
  if (!existsSync(join(root, 'cgroup.procs')))
    throw new Error(`expected the cgroup v1 controller ${controller} at ${root}`)
  const cgroup = join(root, `casebook-bench-${process.pid}-${made.length}`)
  mkdirSync(cgroup)
  made.push(cgroup)
  return cgroup
}

export function moveInto(cgroup: Cgroup, pids: readonly number[]): void {
  for (const pid of pids) writeFileSync(join(cgroup, 'cgroup.procs'), String(pid))
}

export function limit(cgroup: Cgroup, file: string, value: number | 'max'): void {
  writeFileSync(join(cgroup, file), String(value))
}

/** The number behind a word in one of its files. */
export function readCount(cgroup: Cgroup, file: string, word: string): number {
  const text = readFileSync(join(cgroup, file), 'utf8')
  return Number(new RegExp(`^${word} (\\d+)$`, 'm').exec(text)?.[1] ?? Number.NaN)
}

/** Those whose processes are gone. */
export function removeCgroups(): void {
  for (const cgroup of made.splice(0)) rmdirSync(cgroup)
}
