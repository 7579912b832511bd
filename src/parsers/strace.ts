import type { Parser } from '../model/parser.ts'
import { callTarget } from './text/call-target.ts'
import { FailureCount } from './text/failure-count.ts'
import { isBlank } from './text/following-line.ts'

/** `strace -s 4096` prints lines of up to some 16,000 characters. */
const LONGEST_LINE = 32_768

const TELLING_ERRNOS = new Set(
  'ENOSPC EMFILE ENFILE EDQUOT EMLINK EBUSY EROFS EIO ENOMEM EUSERS EACCES EPERM ETIMEDOUT ESTALE ENOTCONN'.split(' '),
)
/** Every Go program does this all day: epoll on a regular file, sleeping on a futex. */
const EVERYDAY_FAILURES = new Set(['epoll_ctl EPERM', 'futex ETIMEDOUT'])

/**
 * Reads the failed calls out of `strace` output.
 *
 * Understands `-t`, `-tt`, `-ttt`, `-r` and `-T` times, `-f` with `[pid 7046]` or (with `-o`) the pid in the first
 * column, `-Y` process names and `-y` paths of descriptors. Of a call that was interrupted it takes the line that has
 * the error (`<... mount resumed>) = -1 ENOSPC`), without the arguments that stood on another line.
 *
 * Takes only errors that tell of a shortage, a lock or a missing right, and says nothing of calls that succeeded, of
 * `strace -c` tables, and of text inside a quoted argument that looks like a failed call.
 */
const strace: Parser = {
  command: 'strace -f',
  cues: ['= -1 E'],
  sample: `[pid  7049] 11:23:34.334104 mount("/dev/vdb1", "/mnt", "ext4", 0, NULL) = -1 ENOSPC (No space left on device)
[pid  7049] 11:23:34.334504 write(2, "mount: ", 7) = 7
[pid  7049] 11:23:34.335021 openat(AT_FDCWD, "/etc/fstab", O_RDONLY) = -1 EMFILE (Too many open files)`,
  read(lines, at) {
    const failures = new FailureCount()
    let to = at
    for (let i = at; i < lines.length; i++) {
      const line = lines[i] ?? ''
      if (isBlank(line)) continue
      const event = line.length <= LONGEST_LINE ? readEvent(line) : undefined
      if (!event) break
      const failure = readFailure(event)
      if (failure) failures.add(failure, i)
      to = i + 1
    }
    return to > at ? { facts: failures.observations(), from: at, to } : undefined
  },
}

export default strace

interface Event {
  readonly pid: number | undefined
  readonly process: string | undefined
  /** What stands behind pid and times: a call, a resumed call, a signal, an exit. */
  readonly text: string
}

const PID = /^\[pid {1,6}(\d{1,7})(?:<([^<>"]{1,16})>)?\] {1,20}/
/** With `-o` the pid stands alone, in the first column; a line number of `less -N` is indented. */
const BARE_PID = /^(\d{1,7})(?:<([^<>"]{1,16})>)? {1,20}/
const TIME = /^(?:\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?|\d{1,10}\.\d{6,9}|\([ +]{1,12}\d{1,10}\.\d{6,9}\)) {1,8}/
const EVENT = /^(?:[a-z_]\w{1,40}\(|<\.\.\. [a-z_]\w{1,40} resumed>|\+\+\+ |--- SIG)/

function readEvent(line: string): Event | undefined {
  const start = line.slice(0, 200).trimStart()
  const indent = Math.min(line.length, 200) - start.length
  const pid = PID.exec(start) ?? (indent === 0 ? BARE_PID.exec(start) : null)
  const from = indent + afterTimes(start, pid?.[0].length ?? 0)
  const text = line.slice(from).trimEnd()
  if (!EVENT.test(text)) return undefined
  return { pid: pid ? Number(pid[1]) : undefined, process: pid?.[2], text }
}

/** `-t` and `-r` together print two times. */
function afterTimes(text: string, from: number): number {
  const first = from + (TIME.exec(text.slice(from))?.[0].length ?? 0)
  return first + (TIME.exec(text.slice(first))?.[0].length ?? 0)
}

interface Failure {
  readonly syscall: string
  readonly errno: string
  readonly process: string | undefined
  readonly pid: number | undefined
  readonly target: string | undefined
}

function readFailure({ text, pid, process }: Event): Failure | undefined {
  const errno = returnedErrno(text)
  const call = /^(?:([a-z_]\w{1,40})\(|<\.\.\. ([a-z_]\w{1,40}) resumed>)/.exec(text)
  const syscall = call?.[1] ?? call?.[2]
  if (!errno || !call || !syscall || EVERYDAY_FAILURES.has(`${syscall} ${errno}`)) return undefined
  const target = call[1] ? callTarget(syscall, argumentsOf(text, call[0].length)) : undefined
  return { syscall, errno, process, pid, target }
}

/** The error stands at the end, behind the bracket that closes the call; what a program wrote is quoted. */
function returnedErrno(text: string): string | undefined {
  const at = text.lastIndexOf(' = -1 E')
  if (at < 0 || !text.slice(0, at).trimEnd().endsWith(')')) return undefined
  const result = /^ = -1 (E[A-Z0-9]{2,20})(?: \([^"()]{2,80}\))?(?= |$)/.exec(text.slice(at, at + 200))
  if (!result?.[1] || text.indexOf('"', at + result[0].length) >= 0) return undefined
  return TELLING_ERRNOS.has(result[1]) ? result[1] : undefined
}

function argumentsOf(text: string, from: number): string {
  return text.slice(from, text.slice(0, text.lastIndexOf(' = -1 E')).lastIndexOf(')'))
}
