import mountCount from '../facts/mount-count.ts'
import { type Observation, observe } from '../model/fact.ts'
import type { Parser, Reading } from '../model/parser.ts'
import { typedPipe } from './text/command-line.ts'
import { readExec } from './text/container-exec.ts'
import { followingLine, precedingLine } from './text/following-line.ts'
import { readMountTablePath } from './text/mount-table-path.ts'
import { readRun } from './text/run.ts'

const MOST_ROWS = 2000
const COUNTED = /^\s{0,20}(\d{1,9})\s{1,20}(\/[\w./-]{1,200})\s{0,20}$/
const NUMBER = /^\s{0,20}(\d{1,9})\s{0,20}$/

/**
 * Mounts counted with `wc -l`: `1645 /proc/self/mountinfo`, one line or one for each process; and the bare number below
 * `cat /proc/mounts | wc -l`, `mount | wc -l`, `wc -l < /proc/self/mounts`.
 *
 * A filter in between (`grep`, `sort -u`) or several tables at once (a glob) count something else: refused.
 * So are `total` lines, and 0, which is what an unreadable table leaves.
 */
const mountCountParser: Parser = {
  command: 'wc -l /proc/self/mountinfo',
  cues: ['/proc/<*>mountinfo', '/proc/<*>mounts', '/proc/mounts', 'mount<*>wc -l'],
  sample: `# docker exec web wc -l /proc/self/mountinfo
1645 /proc/self/mountinfo
# cat /proc/mounts | wc -l
212`,
  read(lines, at) {
    return readCounts(lines, at) ?? readBareCount(lines, at)
  },
}

export default mountCountParser

interface Counted {
  readonly count: number
  readonly pid: number | undefined
}

function readCounts(lines: readonly string[], at: number): Reading | undefined {
  const { rows, to } = readRun(lines, at, readCounted)
  if (rows.length === 0) return undefined
  const shared = { container: containerAbove(lines, at), everyProcess: everyProcessAbove(lines, at) }
  const facts = rows.slice(0, MOST_ROWS).map((row) => observeCount({ ...row.value, ...shared }, row.at))
  return { facts: facts.flat(), from: at, to }
}

function readCounted(line: string): Counted | undefined {
  const [, count, path = ''] = COUNTED.exec(line.slice(0, 300)) ?? []
  const table = count ? readMountTablePath(path) : undefined
  return table && { count: Number(count), pid: table.pid }
}

function containerAbove(lines: readonly string[], at: number): string | undefined {
  const above = precedingLine(lines, at)
  const [command = []] = typedPipe(lines[above ?? -1] ?? '')
  const { words, container } = readExec(command)
  return words[0] === 'wc' ? container : undefined
}

/** The command above the list went through all processes; a list of two processes alone proves nothing about the others. */
function everyProcessAbove(lines: readonly string[], at: number): true | undefined {
  const command = lines[precedingLine(lines, at) ?? -1]?.slice(0, 1000) ?? ''
  return /\/proc\/(?:\[0-9\]\*|\*)/.test(command) ? true : undefined
}

function readBareCount(lines: readonly string[], at: number): Reading | undefined {
  const below = followingLine(lines, at)
  const [, count] = NUMBER.exec(lines[below ?? -1]?.slice(0, 60) ?? '') ?? []
  const table = count ? readCommand(lines[at] ?? '') : undefined
  if (below === undefined || !table) return undefined
  return { facts: observeCount({ count: Number(count), ...table }, below), from: at, to: below + 1 }
}

/** What a command counts, when it counts one whole mount table and prints the bare number. */
function readCommand(line: string): { pid: number | undefined; container: string | undefined } | undefined {
  const [first = [], counter, ...others] = typedPipe(line)
  const { words, container } = readExec(first)
  if (others.length > 0) return undefined
  const path = counter ? countedByPipe(words, counter) : countedByRedirection(words)
  const table = path === undefined ? undefined : readMountTablePath(path)
  return table && { pid: table.pid, container }
}

function countedByPipe(words: readonly string[], counter: readonly string[]): string | undefined {
  if (counter.join(' ') !== 'wc -l') return undefined
  if (words.join(' ') === 'mount') return '/proc/self/mountinfo'
  return words.length === 2 && words[0] === 'cat' ? words[1] : undefined
}

function countedByRedirection(words: readonly string[]): string | undefined {
  const [, path] = /^wc -l ?< ?(\S{1,200})$/.exec(words.join(' ').slice(0, 300)) ?? []
  return path
}

function observeCount(
  fields: { count: number; pid: number | undefined; container: string | undefined; everyProcess?: true | undefined },
  at: number,
): Observation[] {
  return fields.count > 0 ? [observe(mountCount, fields, at)] : []
}
