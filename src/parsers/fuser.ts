import mountUsers from '../facts/mount-users.ts'
import { type Observation, observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { type Row, readRun } from './text/run.ts'

const HEADER = /^\s{0,400}USER\s{1,40}PID ACCESS COMMAND\s{0,10}$/
/** `/mnt/x:   root   kernel mount /mnt/x`: the first row has the path, the others do not. */
const ROW = /^(?:(\/[^:]{0,1000}):)?\s{1,1000}(\S{1,60})\s{1,40}(kernel|\d{1,10}) (\S{1,6}) (\S.{0,200})$/
const MOST_ROWS = 20_000

/**
 * `fuser -vm PATH`: who uses the file system that is mounted there, one fact for each path with the number of processes.
 *
 * The kernel's own row (`kernel mount`, `kernel swap`, `kernel loop`) is no process: a path with that row alone has no users.
 * Refused: `fuser` without `-v`, whose list of numbers does not say what it is about.
 */
const fuser: Parser = {
  command: 'fuser -vm <path>',
  cues: ['PID ACCESS COMMAND'],
  sample: `                     USER        PID ACCESS COMMAND
/mnt/data:           root     kernel mount /mnt/data
                     app       20417 ..c.. worker
                     app       20418 F.c.. worker`,
  read(lines, at) {
    if (!HEADER.test(lines[at]?.slice(0, 500) ?? '')) return undefined
    const { rows, to } = readRun(lines, at + 1, readUse)
    const tables = byPath(rows.slice(0, MOST_ROWS))
    if (tables.length === 0) return undefined
    return { facts: tables.map(observeTable), from: at, to }
  },
}

export default fuser

/** One row: the path where it is the first of its table, and the process unless it is the kernel. */
interface Use {
  readonly path: string | undefined
  readonly user: { readonly pid: number; readonly process: string } | undefined
}

interface Table {
  readonly path: string
  readonly rows: Row<Use>[]
}

function readUse(line: string): Use | undefined {
  const [matched, path, , pid = '', , process = ''] = ROW.exec(line.slice(0, 1500)) ?? []
  if (!matched) return undefined
  return { path, user: pid === 'kernel' ? undefined : { pid: Number(pid), process: process.trim() } }
}

function byPath(rows: readonly Row<Use>[]): Table[] {
  const tables: Table[] = []
  for (const row of rows) {
    if (row.value.path !== undefined) tables.push({ path: row.value.path, rows: [] })
    tables.at(-1)?.rows.push(row)
  }
  return tables
}

function observeTable({ path, rows }: Table): Observation {
  const users = rows.flatMap(({ value }) => value.user ?? [])
  const [first] = users
  const lines = rows.map(({ at }) => at)
  const fields = { path, users: users.length, pid: first?.pid, process: first?.process }
  return observe(mountUsers, fields, lines[0] ?? 0, lines.at(-1))
}
