import mountKind from '../facts/mount.ts'
import mountCount from '../facts/mount-count.ts'
import { type Observation, observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { isPrompt, typedPipe } from './text/command-line.ts'
import { type Executed, readExec } from './text/container-exec.ts'
import { followingLine, precedingLine } from './text/following-line.ts'
import { mountFields, startsLikeTheKernel, undoEscapes } from './text/mount-options.ts'
import { readMountTablePath } from './text/mount-table-path.ts'
import { mountinfoFields, readMountinfo } from './text/mountinfo.ts'
import { type Run, readRun } from './text/run.ts'

const MOST_ROWS = 2000
const LONGEST_LINE = 65_536
/** Options that mount(8) and systemd read in /etc/fstab and the kernel never prints. */
const FSTAB_ONLY = new Set([
  'defaults',
  'auto',
  'noauto',
  'user',
  'nouser',
  'users',
  'nofail',
  '_netdev',
  'owner',
  'group',
])

type Mount = ReturnType<typeof mountFields> & { readonly id?: string; readonly parent?: string }

/**
 * The kernel's mount tables: `/proc/PID/mountinfo` (which has the propagation) and `/proc/PID/mounts`. Their octal
 * escapes (`\040`) are undone. Their layout: https://docs.kernel.org/filesystems/proc.html#proc-pid-mountinfo
 *
 * Lines of /etc/fstab look like /proc/mounts and say nothing about what is mounted: they are refused. The lines are also
 * counted when the whole table is there: the command that printed it (nothing but `cat FILE`) just above, the next prompt just
 * below, every line understood, the root among them and the parent of every other mount.
 */
const procMounts: Parser = {
  command: 'cat /proc/self/mountinfo',
  cues: [
    ' rw,<*> - ',
    ' ro,<*> - ',
    ' rw - ',
    ' ro - ',
    ' rw shared:',
    ' rw master:',
    ' rw,<*> 0 0',
    ' ro,<*> 0 0',
    ' rw 0 0',
  ],
  sample: `22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw,errors=remount-ro
25 22 0:21 / /proc rw,nosuid,nodev,noexec,relatime shared:12 - proc proc rw
611 22 0:54 / /var/lib/docker/overlay2/1f0c/merged rw,relatime - overlay overlay rw,lowerdir=/l/A:/l/B,volatile`,
  read(lines, at) {
    const run = readRun(lines, at, readLine)
    if (run.rows.length === 0 || followsFstab(lines, at)) return undefined
    const mounts = run.rows
      .slice(0, MOST_ROWS)
      .map(({ value: { id, parent, ...fields }, at }) => observe(mountKind, fields, at))
    return { facts: [...mounts, ...countWhole(lines, at, run)], from: at, to: run.to }
  },
}

export default procMounts

function readLine(line: string): Mount | undefined {
  if (line.length > LONGEST_LINE) return undefined
  const info = readMountinfo(line)
  return info ? { ...mountinfoFields(info), id: info.id, parent: info.parent } : readMounts(line.trim().split(' '))
}

function readMounts(words: readonly string[]): Mount | undefined {
  const [device = '', mountpoint = '', type = '', options = '', dump, pass, ...others] = words
  if (dump !== '0' || pass !== '0' || others.length > 0) return undefined
  if (!device || !mountpoint.startsWith('/') || !startsLikeTheKernel(options)) return undefined
  const list = options.split(',')
  if (/^#|^(?:UUID|LABEL|PARTUUID|PARTLABEL)=/.test(device) || list.some((option) => FSTAB_ONLY.has(option)))
    return undefined
  return mountFields({ device: undoEscapes(device), mountpoint: undoEscapes(mountpoint), type, options: list })
}

function followsFstab(lines: readonly string[], at: number): boolean {
  return lines.slice(Math.max(0, at - 3), at).some((line) => line.slice(0, 500).includes('fstab'))
}

function countWhole(lines: readonly string[], at: number, run: Run<Mount>): Observation[] {
  const above = precedingLine(lines, at)
  const below = followingLine(lines, run.to - 1)
  if (above === undefined || below === undefined || !isPrompt(lines[below] ?? '')) return []
  const table = readCat(lines[above] ?? '')
  if (!table || !isTree(run)) return []
  return [observe(mountCount, { count: run.rows.length, ...table }, at, run.to - 1)]
}

function readCat(line: string): { pid: number | undefined; container: string | undefined } | undefined {
  const [command = [], ...filters] = typedPipe(line)
  const { words, container }: Executed = readExec(command)
  const table = words.length === 2 && words[0] === 'cat' ? readMountTablePath(words[1] ?? '') : undefined
  return table && filters.length === 0 ? { pid: table.pid, container } : undefined
}

/** Only the root may lack its parent, which lies outside what the process sees. */
function isTree({ rows }: Run<Mount>): boolean {
  const ids = new Set(rows.map((row) => row.value.id))
  const hasRoot = rows.some((row) => row.value.mountpoint === '/')
  return hasRoot && rows.every(({ value: { mountpoint, parent } }) => mountpoint === '/' || ids.has(parent))
}
