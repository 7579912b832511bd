import failedSyscall from '../facts/failed-syscall.ts'
import type { Observation } from '../model/fact.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { followingLine, isBlank } from './text/following-line.ts'

const MAX_ROWS = 2000
/** Between the command and its first table stand a banner, `^C` and the time, each perhaps with a blank line. */
const LINES_BEFORE_A_TABLE = 5

/**
 * Reads failed system calls out of `syscount` (bcc).
 *
 * Understands the tables by call (`SYSCALL COUNT`) and by process (`PID COMM COUNT`, `-P`), `-L` with its third column,
 * `-i` with several tables. Whether the calls failed, and with what, stands only in the command line (`-e ENOSPC`,
 * `-x`) or in the banner (`Tracing failed syscalls`): a table without either yields nothing, and neither do `-e 28`
 * and the usage text.
 */
const syscount: Parser = {
  command: 'syscount -e ENOSPC -P',
  cues: ['syscount', 'Tracing failed syscalls'],
  sample: `# ./syscount -e ENOSPC -P
Tracing syscalls, printing top 10... Ctrl+C to quit.
^C[09:15:02]
PID    COMM               COUNT
812    dockerd                3

Detaching...`,
  read(lines, at) {
    const traced = readTraced(lines[at]?.slice(0, 400) ?? '')
    if (!traced) return undefined
    const facts: Observation[] = []
    let to = at + 1
    for (let header = findHeader(lines, to); header !== undefined; header = findHeader(lines, to)) {
      to = readTable(lines, header, traced, facts)
    }
    return to > at + 1 ? { facts, from: at, to } : undefined
  },
}

export default syscount

/** What the command line says of every row. */
interface Traced {
  readonly errno: string | undefined
  readonly pid: number | undefined
}

function readTraced(line: string): Traced | undefined {
  if (line.includes('Tracing failed syscalls')) return { errno: undefined, pid: undefined }
  const words = line.trim().split(/\s+/)
  const command = words.findIndex((word) => /(?:^|\/)syscount(?:-bpfcc|\.py)?$/.test(word))
  const options = command < 0 ? [] : words.slice(command + 1)
  const errno = optionValue(options, '-e', '--errno')
  const pid = optionValue(options, '-p', '--pid')
  if (errno === undefined && !options.includes('-x') && !options.includes('--failures')) return undefined
  if (errno !== undefined && !/^E[A-Z0-9]{2,20}$/.test(errno)) return undefined
  return { errno, pid: pid !== undefined && /^\d{1,7}$/.test(pid) ? Number(pid) : undefined }
}

/** `-e ENOSPC`, `-eENOSPC`, `--errno ENOSPC` or `--errno=ENOSPC`. */
function optionValue(options: readonly string[], short: string, long: string): string | undefined {
  for (const [i, option] of options.entries()) {
    if (option === short || option === long) return options[i + 1] ?? ''
    if (option.startsWith(`${long}=`)) return option.slice(long.length + 1)
    if (option.startsWith(short) && !option.startsWith('--')) return option.slice(short.length)
  }
  return undefined
}

type Columns = 'SYSCALL COUNT' | 'PID COMM COUNT'

/** A table's header follows the command's own lines, or another table and the time. */
function findHeader(lines: readonly string[], from: number): number | undefined {
  let at: number | undefined = from
  if (isBlank(lines[at])) at = followingLine(lines, at)
  for (let left = LINES_BEFORE_A_TABLE; at !== undefined && left > 0; left--) {
    const line = lines[at]
    if (readHeader(line)) return at
    if (!/^\s{0,20}(?:\^C|\[|Tracing |Attaching )/.test(line ?? '')) return undefined
    at = followingLine(lines, at)
  }
  return undefined
}

function readHeader(line: string | undefined): Columns | undefined {
  const words = line?.slice(0, 200).trim().split(/\s+/).join(' ') ?? ''
  if (/^SYSCALL COUNT(?: TIME \([mu]s\))?$/.test(words)) return 'SYSCALL COUNT'
  return /^PID COMM COUNT(?: TIME \([mu]s\))?$/.test(words) ? 'PID COMM COUNT' : undefined
}

/** Adds the rows under a header to `facts`; returns the index of the first line that is not one. */
function readTable(lines: readonly string[], header: number, traced: Traced, facts: Observation[]): number {
  const columns = readHeader(lines[header])
  let to = header + 1
  for (let i = to; i < lines.length; i++) {
    const line = lines[i]?.slice(0, 200).trim() ?? ''
    if (line === '') continue
    const row = columns === 'SYSCALL COUNT' ? readCallRow(line, traced) : readProcessRow(line, traced)
    if (!row && !line.startsWith('[unknown: ')) break
    if (row && facts.length < MAX_ROWS) facts.push(observe(failedSyscall, row, i))
    to = i + 1
  }
  return to
}

type Row = Parameters<typeof observe<typeof failedSyscall.schema>>[1]

function readCallRow(line: string, { errno, pid }: Traced): Row | undefined {
  const row = /^([a-z_]\w{1,40})\s{1,60}(\d{1,15})(?:\s{1,60}\d{1,15}\.\d{1,6})?$/.exec(line)
  return row ? { syscall: row[1], errno, count: Number(row[2]), pid } : undefined
}

function readProcessRow(line: string, { errno }: Traced): Row | undefined {
  const row = /^(\d{1,7})\s{1,8}(\S.{0,14}?)\s{1,60}(\d{1,15})(?:\s{1,60}\d{1,15}\.\d{1,6})?$/.exec(line)
  return row ? { errno, count: Number(row[3]), process: row[2], pid: Number(row[1]) } : undefined
}
