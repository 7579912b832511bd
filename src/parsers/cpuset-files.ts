import cpuset from '../facts/cpuset.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { readRun } from './text/run.ts'

const MOST_ROWS = 2000
/** Where version 1 mounts the hierarchy; on version 2 an empty cpuset.cpus is the rule and means what the parent has. */
const FILE =
  /^\s{0,10}\/sys\/fs\/cgroup\/(?:cpu,)?cpuset(\/[^\s:]{1,600})?\/cpuset\.(cpus|mems):([\d,-]{0,4000})\s{0,10}$/

/**
 * Cpusets of version 1: lines of `grep`, `path/cpuset.cpus:0-3` and `path/cpuset.mems:0`, in any order.
 *
 * A cgroup of which one file is seen is told only when that file is empty.
 */
const cpusetFiles: Parser = {
  command: "grep -r '' /sys/fs/cgroup/cpuset --include=cpuset.cpus --include=cpuset.mems",
  cues: ['/cpuset.cpus:', '/cpuset.mems:'],
  sample: `/sys/fs/cgroup/cpuset/kubepods/cpuset.cpus:0-3
/sys/fs/cgroup/cpuset/kubepods/cpuset.mems:
/sys/fs/cgroup/cpuset/cpuset.cpus:0-3
/sys/fs/cgroup/cpuset/cpuset.mems:0`,
  read(lines, at) {
    const { rows, to } = readRun(lines, at, readFile)
    if (rows.length === 0) return undefined
    const groups = new Map<string, Group>()
    for (const { value, at: line } of rows) {
      const group = groups.get(value.cgroup) ?? { cgroup: value.cgroup, first: line, last: line }
      groups.set(value.cgroup, { ...group, [value.file]: value.list, last: line })
    }
    return { facts: [...groups.values()].flatMap(describe).slice(0, MOST_ROWS), from: at, to }
  },
}

export default cpusetFiles

interface Group {
  readonly cgroup: string
  readonly cpus?: string
  readonly mems?: string
  readonly first: number
  readonly last: number
}

function readFile(line: string) {
  const [, cgroup = '/', file, list] = FILE.exec(line.slice(0, 5000)) ?? []
  return file === undefined || list === undefined ? undefined : { cgroup, file, list: list.slice(0, 200) }
}

function describe({ cgroup, cpus, mems, first, last }: Group) {
  const empty = cpus === '' || mems === ''
  if (!empty && (cpus === undefined || mems === undefined)) return []
  return [observe(cpuset, { cgroup, cpus, mems, empty }, first, last)]
}
