import cgroupCount from '../facts/cgroup-count.ts'
import { type Observation, observe } from '../model/fact.ts'
import type { Parser, Reading } from '../model/parser.ts'
import { numberBelow, readBareNumber } from './text/bare-number.ts'
import { typedText } from './text/command-line.ts'
import { readRun } from './text/run.ts'

const ROW = /^\s{0,10}([a-z_]{2,20})\s{1,20}\d{1,5}\s{1,20}(\d{1,10})\s{1,20}([01])\s{0,10}$/
const CONTROLLERS = new Set([
  ...['cpuset', 'cpu', 'cpuacct', 'blkio', 'memory', 'devices', 'freezer', 'net_cls', 'perf_event', 'net_prio'],
  ...['hugetlb', 'pids', 'rdma', 'misc', 'ns', 'debug', 'dmem', 'files'],
])
const FIND = /(?:^|[;&] ?)(?:sudo )?find \/sys\/fs\/cgroup\/([a-z_]{2,20})\/? -type d ?\| ?wc -l$/
const ABOVE = 3

/**
 * Cgroups that the kernel keeps, out of /proc/cgroups: the table, or rows of it that `grep` let through; and the
 * directories below `find /sys/fs/cgroup/memory -type d | wc -l`.
 *
 * Controllers that are switched off (last column 0) are left out, and so are rows of unknown names: four such words stand
 * in other tables too.
 */
const procCgroups: Parser = {
  command: 'cat /proc/cgroups',
  cues: ['#subsys_name', 'memory ', 'pids ', '-type d | wc -l', '-type d |wc -l'],
  sample: `# cat /proc/cgroups
#subsys_name	hierarchy	num_cgroups	enabled
cpuset	2	18	1
memory	4	64734	1`,
  read(lines, at) {
    return readTable(lines, at) ?? readDirectories(lines, at)
  },
}

export default procCgroups

interface Row {
  readonly controller: string
  readonly count: number
  readonly enabled: boolean
}

function readTable(lines: readonly string[], at: number): Reading | undefined {
  const start = isHeader(lines[at]) ? at + 1 : at
  const { rows, to } = readRun(lines, start, readRow)
  if (rows.length === 0) return undefined
  const counts = rows
    .filter(({ value }) => value.enabled)
    .map(({ value: { controller, count }, at: line }) => observe(cgroupCount, { controller, count }, line))
  const behind = directoriesBehind(lines, at, to)
  return { facts: [...counts, ...behind], from: at, to: to + behind.length }
}

function isHeader(line: string | undefined): boolean {
  return line?.trimStart().startsWith('#subsys_name') ?? false
}

function readRow(line: string): Row | undefined {
  const [, controller = '', count, enabled] = ROW.exec(line.slice(0, 120)) ?? []
  return CONTROLLERS.has(controller) ? { controller, count: Number(count), enabled: enabled === '1' } : undefined
}

/** `cat /proc/cgroups; find … | wc -l` on one line prints the table and then the number. */
function directoriesBehind(lines: readonly string[], from: number, to: number): Observation[] {
  const directories = readBareNumber(lines[to])
  if (directories === undefined) return []
  for (let i = from - 1; i >= Math.max(0, from - ABOVE); i--) {
    const text = typedText(lines[i] ?? '')
    const [, controller] = text.includes('/proc/cgroups') ? (FIND.exec(text) ?? []) : []
    if (controller) return [observe(cgroupCount, { controller, directories }, to)]
  }
  return []
}

function readDirectories(lines: readonly string[], at: number): Reading | undefined {
  const text = typedText(lines[at] ?? '')
  const [, controller] = text.includes('/proc/cgroups') ? [] : (FIND.exec(text) ?? [])
  const counted = controller === undefined ? undefined : numberBelow(lines, at)
  if (!counted || !controller || !CONTROLLERS.has(controller)) return undefined
  const fact = observe(cgroupCount, { controller, directories: counted.value }, counted.at)
  return { facts: [fact], from: at, to: counted.at + 1 }
}
