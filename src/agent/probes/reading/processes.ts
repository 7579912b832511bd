import { opendirSync, readdirSync, readlinkSync, statSync } from 'node:fs'
import type { NodeView } from '../../node-view.ts'
import { readRecord, readStart } from './bounded-file.ts'

/** As many as a node can number by default: https://docs.kernel.org/admin-guide/sysctl/kernel.html#pid-max */
const MOST_PROCESSES = 32_768
const STATUS_BYTES = 8_192

export interface ProcessList {
  readonly pids: readonly number[]
  /** False when there were more than are looked at. */
  readonly whole: boolean
}

/** The processes that the node's procfs shows, by number. */
export function listProcesses(view: NodeView): ProcessList {
  const pids: number[] = []
  const whole = visitNames(view.proc, (name) => {
    if (/^\d{1,10}$/.test(name)) pids.push(Number(name))
    return pids.length < MOST_PROCESSES
  })
  return { pids: pids.sort((a, b) => a - b), whole }
}

/** Visits the names in a directory until `visit` says false; whether it came to the end. Throws what the kernel says. */
export function visitNames(path: string, visit: (name: string) => boolean): boolean {
  if (isShort(path)) return readdirSync(path).every(visit)
  const directory = opendirSync(path)
  try {
    for (let entry = directory.readSync(); entry !== null; entry = directory.readSync()) {
      if (!visit(entry.name)) return false
    }
    return true
  } finally {
    directory.closeSync()
  }
}

const SHORT = 1000

/**
 * Whether a directory of procfs can be read at once, which takes a fifth of the time. Its links count processes and
 * threads, its size descriptors: https://docs.kernel.org/filesystems/proc.html
 */
function isShort(path: string): boolean {
  const { nlink, size } = statSync(path)
  return nlink + size > 2 && nlink + size <= SHORT
}

/** The name of a process, at most 15 characters; undefined when it ended. */
export function processName(view: NodeView, pid: number): string | undefined {
  return orGone(() => readRecord(`${view.proc}/${pid}/comm`, 64).trimEnd() || undefined)
}

/** A field of /proc/<pid>/status, without its name; undefined when the process ended or has no such field. */
export function statusField(view: NodeView, pid: number, field: string): string | undefined {
  const status = `\n${orGone(() => readRecord(`${view.proc}/${pid}/status`, STATUS_BYTES)) ?? ''}`
  const name = `\n${field}:`
  const start = status.indexOf(name)
  return start < 0
    ? undefined
    : status
        .slice(start + name.length)
        .split('\n', 1)[0]
        ?.trim()
}

/** Whether a process has the users of the node: in a user namespace it has others. https://man7.org/linux/man-pages/man7/user_namespaces.7.html */
export function hasNodeUsers(view: NodeView, pid: number | 'self'): boolean {
  const map = orGone(() => readStart(`${view.proc}/${pid}/uid_map`, 256)) ?? ''
  return map.trim().split(/\s+/).join(' ') === '0 0 4294967295'
}

/** Where a descriptor of a process leads; undefined when it was closed meanwhile. Throws EACCES and EPERM. */
export function linkOf(view: NodeView, pid: number, fd: string): string | undefined {
  return orGone(() => readlinkSync(`${view.proc}/${pid}/fd/${fd}`))
}

/** What `read` returns, or undefined when the process that it reads of has ended. */
export function orGone<Value>(read: () => Value): Value | undefined {
  try {
    return read()
  } catch (error) {
    if (GONE.has(errorCode(error))) return undefined
    throw error
  }
}

const GONE = new Set(['ENOENT', 'ESRCH'])

/** `EACCES`; empty for an error that is not the kernel's. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
