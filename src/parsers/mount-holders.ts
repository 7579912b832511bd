import heldMount from '../facts/held-mount.ts'
import { type Observation, observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { typedPipe } from './text/command-line.ts'
import { precedingLine } from './text/following-line.ts'
import { type MountinfoLine, readMountinfo } from './text/mountinfo.ts'
import { type Row, readRun } from './text/run.ts'

const MOST_ROWS = 2000
const LISTED = /^\/proc\/(\d{1,10})\/(?:mountinfo|mounts)(?::(.{1,8000}))?$/
const EVERY_TABLE = /^\/proc\/(?:\*|\[0-9\]\*|\[0-9\]\{1,9\}|\[1-9\]\*)\/(?:mountinfo|mounts)$/

/**
 * Who has a mount: `grep -l TEXT /proc/*` + `/mountinfo` (the files alone) and the same without `-l` (their lines).
 *
 * The command must stand above its output and have looked into the table of every process: only then is it known whether pid 1
 * has the mount too. Output that went through anything but `head` is refused, and so are patterns that are not plain text.
 */
const mountHolders: Parser = {
  command: 'grep -l <path> /proc/*/mountinfo',
  cues: ['/proc/<num>/mount'],
  sample: `# grep -l 4c1f09d2aa37 /proc/*/mountinfo
/proc/20817/mountinfo
/proc/20902/mountinfo`,
  read(lines, at) {
    const searched = searchedAbove(lines, at)
    if (searched === undefined) return undefined
    const { rows, to } = readRun(lines, at, readHolder)
    if (rows.length === 0) return undefined
    const onNode = rows.some(({ value }) => value.pid === 1)
    const facts = rows.slice(0, MOST_ROWS).map((row) => observeHolder(row, searched, onNode))
    return { facts, from: at, to }
  },
}

export default mountHolders

interface Holder {
  readonly pid: number
  readonly mount: MountinfoLine | undefined
}

function readHolder(line: string): Holder | undefined {
  const [matched, pid, text] = LISTED.exec(line.slice(0, 8192).trim()) ?? []
  return matched ? { pid: Number(pid), mount: text === undefined ? undefined : readMountinfo(text) } : undefined
}

/** The text that was looked for in all tables. */
function searchedAbove(lines: readonly string[], at: number): string | undefined {
  const [grep = [], ...filters] = typedPipe(lines[precedingLine(lines, at) ?? -1] ?? '')
  const [name, ...args] = grep
  const [searched, tables, ...others] = args.filter((arg) => !arg.startsWith('-'))
  const isPlain = searched !== undefined && /^["']?[\w/.:~-]{6,400}["']?$/.test(searched)
  if (!['grep', 'fgrep'].includes(name ?? '') || !isPlain || others.length > 0) return undefined
  if (args.some((arg) => /^-[a-z]{0,4}[vLc]/.test(arg)) || !EVERY_TABLE.test(tables ?? '')) return undefined
  return filters.every(([filter]) => filter === 'head') ? searched.replace(/^["']|["']$/g, '') : undefined
}

function observeHolder({ value: { pid, mount }, at }: Row<Holder>, searched: string, onNode: boolean): Observation {
  const path = searched.startsWith('/') ? searched : undefined
  const fields = { pid, path, mountpoint: mount?.mountpoint, fsType: mount?.type, searched: true, onNode }
  return observe(heldMount, { ...fields, process: undefined, container: undefined }, at)
}
