import type { Parser } from '../model/parser.ts'
import { callTarget } from './text/call-target.ts'
import { FailureCount } from './text/failure-count.ts'
import { isBlank } from './text/following-line.ts'

const LONGEST_LINE = 16_384
/** bcc prints at most five strings of 412 characters a row; a terminal of 80 columns breaks that into 26 lines. */
const MAX_LINES_OF_A_ROW = 40

/**
 * Reads failed mounts and unmounts out of `mountsnoop` (bcc; `-P` too).
 *
 * A row that a terminal or a chat broke over several lines is put together again, with blank lines in between or not.
 * A row whose result is not to be found, and a mount that succeeded, yield nothing. The header is not needed.
 */
const mountsnoop: Parser = {
  command: 'mountsnoop',
  cues: ['mount("'],
  sample: `COMM             PID     TID     MNT_NS      CALL
dockerd          812     2031    4026531840  mount("overlay", "/var/lib/docker/overlay2/7e1f/merged", "overlay", MS_NODEV, "index=off,lowerdir=/var/lib/docker/overlay2/l/A") = -ENOSPC
umount           955     955     4026531840  umount("/mnt", 0x0) = -EBUSY`,
  read(lines, at) {
    const failures = new FailureCount()
    let to = at
    for (let i = at; i < lines.length; i++) {
      const row = isBlank(lines[i]) ? undefined : readRow(lines, i)
      if (!row && !isBlank(lines[i])) break
      if (!row) continue
      if (row.failure) failures.add(row.failure, i, row.to - 1)
      to = row.to
      i = to - 1
    }
    return to > at ? { facts: failures.observations(), from: at, to } : undefined
  },
}

export default mountsnoop

interface Row {
  readonly failure:
    | { process: string; pid: number; syscall: string; errno: string; target: string | undefined }
    | undefined
  /** The index behind the row's last line. */
  readonly to: number
}

function readRow(lines: readonly string[], at: number): Row | undefined {
  const first = (lines[at] ?? '').slice(0, LONGEST_LINE).trim()
  const start = /\s(u?mount)\("/.exec(first.slice(0, 120))
  const caller = start && readCaller(first.slice(0, start.index))
  if (!caller) return undefined
  const [, syscall = ''] = start
  const { text, to } = wholeRow(lines, at)
  const result = RESULT.exec(text.slice(-60))
  if (!result) return undefined
  const [end, errno] = result
  if (!errno) return { failure: undefined, to }
  const args = text.slice(start.index + start[0].length - 1, text.length - end.length)
  return { failure: { ...caller, syscall, errno, target: callTarget(syscall, args) }, to }
}

/** `= 0` or `= -ENOSPC`. */
const RESULT = /\)\s{0,4}=\s{0,4}(?:-(E[A-Z0-9]{2,20})|-?\d{1,7})$/

/** COMM PID TID MNT_NS, or with `-P` COMM PID TID PCOMM PPID MNT_NS. A command name may hold blanks. */
function readCaller(columns: string): { process: string; pid: number } | undefined {
  const row =
    /^(\S.{0,14}?) {1,16}(\d{1,7}) {1,8}(\d{1,7}) {1,8}(?:\S.{0,14}? {1,16}\d{1,7} {1,8})?\d{9,10} {0,4}$/.exec(
      columns.replaceAll('\t', ' '),
    )
  return row?.[1] ? { process: row[1], pid: Number(row[2]) } : undefined
}

/** The row's lines as one, up to the line that ends in a result. A terminal breaks anywhere, so nothing is put in between. */
function wholeRow(lines: readonly string[], at: number): { text: string; to: number } {
  const parts: string[] = []
  let tail = ''
  const end = Math.min(at + MAX_LINES_OF_A_ROW, lines.length)
  for (let i = at; i < end; i++) {
    const line = (lines[i] ?? '').slice(0, LONGEST_LINE).trim()
    if (i > at && /(?:^|\s)u?mount\("/.test(line.slice(0, 120))) break
    parts.push(line)
    tail = (tail + line).slice(-60)
    if (RESULT.test(tail)) return { text: parts.join(''), to: i + 1 }
  }
  return { text: '', to: at + 1 }
}
