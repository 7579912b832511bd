import pidsCgroup from '../facts/pids-cgroup.ts'
import { type Observation, observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { typedText } from './text/command-line.ts'
import { readRun } from './text/run.ts'

const MOST_ROWS = 2000
const FILE =
  /^\s{0,10}(?:\/sys\/fs\/cgroup)?(\/[^\s:]{0,600}|\.[^\s:]{0,600})?\/?pids\.(current|max|events):(?:max )?(\d{1,12}|max)\s{0,10}$/
const ALL = /(?:^|[;&] ?)(?:sudo )?grep -r \. \/sys\/fs\/cgroup\/?(?: --include=pids\.\w{3,7}){2,3}$/
/** Where version 1 mounts the hierarchy. */
const VERSION_1 = /^\/pids(?=\/|$)/
/** Outputs of other commands on the same line may come between. */
const ABOVE = 6

/**
 * The pids of cgroups against their limits: lines of `grep`, `path/pids.current:99`, `path/pids.max:100` and
 * `path/pids.events:max 7`, in any order. A cgroup needs its `pids.current`.
 *
 * `pids.max:max` is no limit. That no cgroup is nearer to its limit is said only below a `grep -r` of all of
 * /sys/fs/cgroup with no filter behind it.
 */
const pidsFiles: Parser = {
  command: 'grep -r . /sys/fs/cgroup --include=pids.current --include=pids.max',
  cues: ['pids.current:', 'pids.max:', 'pids.events:'],
  sample: `/sys/fs/cgroup/pids/kubepods/burstable/pod7f/pids.current:99
/sys/fs/cgroup/pids/kubepods/burstable/pod7f/pids.max:100
/sys/fs/cgroup/pids/kubepods/burstable/pod7f/pids.events:max 7`,
  read(lines, at) {
    const { rows, to } = readRun(lines, at, readFile)
    if (rows.length === 0) return undefined
    const groups = new Map<string, Group>()
    for (const { value, at: line } of rows) {
      const group = groups.get(value.cgroup) ?? { cgroup: value.cgroup, first: line, last: line }
      groups.set(value.cgroup, { ...group, [value.file]: value.number, last: line })
    }
    return { facts: observeAll([...groups.values()], readsAll(lines, at)), from: at, to }
  },
}

export default pidsFiles

interface File {
  readonly cgroup: string
  readonly file: 'current' | 'max' | 'events'
  /** Undefined for the word `max`. */
  readonly number: number | undefined
}

interface Group {
  readonly cgroup: string
  readonly current?: number | undefined
  readonly max?: number | undefined
  readonly events?: number | undefined
  readonly first: number
  readonly last: number
}

function readFile(line: string): File | undefined {
  const [, path = '', file, text] = FILE.exec(line.slice(0, 800)) ?? []
  if (!file || !text) return undefined
  const cgroup = path.replace(VERSION_1, '').replace(/\/$/, '') || '/'
  return { cgroup, file: file as File['file'], number: text === 'max' ? undefined : Number(text) }
}

function observeAll(groups: readonly Group[], all: boolean): Observation[] {
  const counted = groups
    .flatMap((group) => (group.current === undefined ? [] : [{ ...group, current: group.current }]))
    .map((group) => ({ ...group, usedPercent: group.max ? (100 * group.current) / group.max : undefined }))
    .toSorted((a, b) => (b.usedPercent ?? -1) - (a.usedPercent ?? -1))
  return counted.slice(0, MOST_ROWS).map(({ cgroup, current, max, usedPercent, events, first, last }, i) => {
    const allCgroups = all && i === 0 && usedPercent !== undefined ? true : undefined
    return observe(pidsCgroup, { cgroup, current, limit: max, usedPercent, refusals: events, allCgroups }, first, last)
  })
}

function readsAll(lines: readonly string[], at: number): boolean {
  return lines
    .slice(Math.max(0, at - ABOVE), at)
    .map(typedText)
    .some((text) => ALL.test(text) && !text.includes('|'))
}
