import { closeSync, openSync, readlinkSync, readSync } from 'node:fs'
import type mountTable from '../../facts/mount-table.ts'
import { type Looked, type Measured, measured, type NotChecked, type Probe } from '../../model/probe.ts'
import type { NodeView } from '../node-view.ts'
import { readStart } from './reading/bounded-file.ts'
import { findSysctl } from './reading/kernel-number.ts'
import { errorCode, listProcesses, processName } from './reading/processes.ts'
import { unread } from './reading/unread.ts'

const MAX_MS = 1_500
const MOST_TABLES = 2_000
const CHUNK_BYTES = 256 * 1024
const NEWLINE = 10

/**
 * The table of every mount namespace, whoever lives in it: the full one is often not pid 1's. Lines are counted in the
 * bytes as the kernel gives them, since a table may have ten megabytes.
 *
 * A mount is in one namespace only and no two have the same id, so that the first id of a process's table tells its
 * namespace to anybody who may read the table; the link /proc/<pid>/ns/mnt needs more rights. A process with a root of
 * its own (chroot) sees fewer mounts: it counts as one more table, and the largest of a namespace is told.
 */
const probe: Probe<NodeView> = {
  summary: 'How full the mount table of each mount namespace is, against fs.mount-max, and whose it is.',
  yields: ['mount-table'],
  deadlineMs: 3_000,
  look(view): Looked {
    try {
      return measureAll(view, performance.now() + MAX_MS)
    } catch (error) {
      const why = { right: 'to read procfs of the node', absent: 'procfs of the node is not there' }
      return { facts: [], notChecked: [unread('/proc', error, why)] }
    }
  },
}

export default probe

/** The mounts that some processes see. */
interface Table {
  /** Of the processes that see it, the one with the lowest id. */
  readonly pid: number
  readonly namespace: string
}

interface Counted extends Table {
  readonly count: number
}

function measureAll(view: NodeView, end: number): Looked {
  const { tables, notChecked } = findTables(view, end)
  const counted: Counted[] = []
  for (const table of tables) {
    const count = performance.now() < end ? countMounts(`${view.proc}/${table.pid}/mountinfo`, end) : undefined
    if (count === undefined) notChecked.push(uncounted(tables.length - counted.length))
    if (count === undefined) break
    if (count > 0) counted.push({ ...table, count })
  }
  const limit = findSysctl(view, 'fs.mount-max')
  const namespaces = largestOfEach(counted)
  return { facts: namespaces.map((it) => toFact(view, it, limit, notChecked.length === 0)), notChecked }
}

/** One process of each table, pid 1's first. */
function findTables(view: NodeView, end: number): { tables: readonly Table[]; notChecked: NotChecked[] } {
  const { pids, whole } = listProcesses(view)
  const tables = new Map<string, Table>()
  const notChecked = [...(whole ? [] : [tooManyProcesses(pids.length)]), ...(seesNode(view) ? [] : [notTheNode()])]
  let unreadable = 0
  for (const pid of [...pids].sort((a, b) => a - b)) {
    if (performance.now() >= end || tables.size >= MOST_TABLES)
      return { tables: [...tables.values()], notChecked: [uncounted()] }
    const first = firstMount(view, pid)
    if (first === 'unreadable') unreadable++
    else if (first !== 'none' && !tables.has(first))
      tables.set(first, { pid, namespace: namespaceOf(view, pid) ?? first })
  }
  if (unreadable > 0) notChecked.push(closed(unreadable))
  return { tables: [...tables.values()], notChecked }
}

/** The id of the first mount that a process sees; `none` for one that ended, or is about to. */
function firstMount(view: NodeView, pid: number): string {
  try {
    return /^\d{1,10}/.exec(readStart(`${view.proc}/${pid}/mountinfo`, 32))?.[0] ?? 'none'
  } catch (error) {
    return ENDED.has(errorCode(error)) ? 'none' : 'unreadable'
  }
}

/** EINVAL: a zombie has no namespace any more. */
const ENDED = new Set(['ENOENT', 'ESRCH', 'EINVAL'])

function namespaceOf(view: NodeView, pid: number): string | undefined {
  try {
    return readlinkSync(`${view.proc}/${pid}/ns/mnt`)
  } catch {
    return undefined
  }
}

/** The lines of a table; undefined when time is over first, 0 when its process is gone. */
function countMounts(path: string, end: number): number | undefined {
  let fd: number
  try {
    fd = openSync(path, 'r')
  } catch {
    return 0
  }
  try {
    return countLines(fd, end)
  } finally {
    closeSync(fd)
  }
}

function countLines(fd: number, end: number): number | undefined {
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES)
  let lines = 0
  for (let size = readSync(fd, chunk); size > 0; size = readSync(fd, chunk)) {
    const text = chunk.subarray(0, size)
    for (let at = text.indexOf(NEWLINE); at >= 0; at = text.indexOf(NEWLINE, at + 1)) lines++
    if (performance.now() >= end) return undefined
  }
  return lines
}

function largestOfEach(counted: readonly Counted[]): readonly Counted[] {
  const largest = new Map<string, Counted>()
  for (const table of [...counted].sort((a, b) => b.count - a.count)) {
    if (!largest.has(table.namespace)) largest.set(table.namespace, table)
  }
  return [...largest.values()]
}

function toFact(view: NodeView, { pid, count }: Counted, limit: number | undefined, all: boolean): Measured {
  return measured<typeof mountTable>('mount-table', {
    count,
    limit,
    usedPercent: limit !== undefined && limit > 0 ? (100 * count) / limit : undefined,
    pid,
    process: processName(view, pid),
    container: containerOf(view, pid),
    allNamespaces: all || undefined,
  })
}

/** Docker, containerd, CRI-O and Podman all put the container's id into its cgroup. */
function containerOf(view: NodeView, pid: number): string | undefined {
  try {
    return /(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/.exec(readStart(`${view.proc}/${pid}/cgroup`, 4096))?.[0]
  } catch {
    return undefined
  }
}

/** The kernel's second process is in the process list of the node, and in no other. */
function seesNode(view: NodeView): boolean {
  return processName(view, 2) === 'kthreadd'
}

function notTheNode(): NotChecked {
  return {
    what: 'mount namespaces',
    why: 'not-trusted',
    says: 'this procfs shows the processes of a container; give the agent /proc of the node',
  }
}

function closed(processes: number): NotChecked {
  return {
    what: '/proc/<pid>/mountinfo',
    why: 'missing-right',
    says: `the tables of ${processes} processes may not be read: needs CAP_SYS_PTRACE`,
  }
}

function tooManyProcesses(processes: number): NotChecked {
  return { what: 'mount namespaces', why: 'budget', says: `the node has more than ${processes} processes` }
}

function uncounted(tables?: number): NotChecked {
  const says = `${tables ?? 'some'} mount tables were not counted in ${MAX_MS} ms`
  return { what: 'mount namespaces', why: 'timed-out', says }
}
