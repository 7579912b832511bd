import memory from '../facts/memory.ts'
import memoryCgroup from '../facts/memory-cgroup.ts'
import { observe } from '../model/fact.ts'
import type { Parser, Reading } from '../model/parser.ts'
import { typedText } from './text/command-line.ts'
import { followingLine } from './text/following-line.ts'
import { readRun } from './text/run.ts'

const MOST_ROWS = 2000
const IN_CGROUP =
  /^\s{0,10}\/sys\/fs\/cgroup(?:\/memory(?=\/))?(\/[^\s:]{0,600}|)\/memory\.(?:events(?:\.local)?|oom_control):oom_kill (\d{1,12})\s{0,10}$/
const ON_NODE = /^\s{0,10}(?:\/proc\/vmstat:)?oom_kill (\d{1,12})\s{0,10}$/
const COMMAND = /\boom_kill\b.{0,20} \/proc\/vmstat|\/proc\/vmstat ?\| ?grep .{0,10}oom_kill/

/**
 * How often the kernel killed for want of memory: `oom_kill 3` below `grep oom_kill /proc/vmstat` for the node since it
 * booted (Linux 4.13), and `…/memory.events:oom_kill 2` of `grep -r oom_kill /sys/fs/cgroup` for a cgroup.
 *
 * Refuses a bare `oom_kill` line without its command: memory.events of an unknown cgroup prints the same.
 */
const oomKillCounts: Parser = {
  command: 'grep oom_kill /proc/vmstat',
  cues: ['oom_kill'],
  sample: `# grep oom_kill /proc/vmstat
oom_kill 3`,
  read(lines, at) {
    return readCgroups(lines, at) ?? readNode(lines, at)
  },
}

export default oomKillCounts

function readCgroups(lines: readonly string[], at: number): Reading | undefined {
  const { rows, to } = readRun(lines, at, (line) => IN_CGROUP.exec(line.slice(0, 800)) ?? undefined)
  if (rows.length === 0) return undefined
  const facts = rows
    .slice(0, MOST_ROWS)
    .map(({ value: [, cgroup, kills], at: line }) =>
      observe(memoryCgroup, { cgroup: cgroup || '/', oomKills: Number(kills) }, line),
    )
  return { facts, from: at, to }
}

function readNode(lines: readonly string[], at: number): Reading | undefined {
  const below = COMMAND.test(typedText(lines[at] ?? '').slice(0, 200)) ? followingLine(lines, at) : undefined
  const [, kills] = ON_NODE.exec(lines[below ?? -1]?.slice(0, 100) ?? '') ?? []
  if (below === undefined || kills === undefined) return undefined
  return { facts: [observe(memory, { oomKills: Number(kills) }, below)], from: at, to: below + 1 }
}
