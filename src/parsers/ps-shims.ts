import shims from '../facts/shims.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { words } from './text/words.ts'

const ROWS_MAX = 100_000
const SHIM = /(?:^|\/)containerd-shim/
const COMMANDS = ['CMD', 'COMMAND', 'COMM']

interface Layout {
  readonly pid: number
  readonly parent: number
  readonly command: number
  readonly elapsed: number
}

interface Row {
  readonly pid: string
  readonly parent: string
  readonly isShim: boolean
  readonly elapsed: number | undefined
}

/**
 * `ps -ef` and `ps -eo …` with the columns PID and PPID and the command last: how many shims of containerd run, and how
 * many of them are nobody's parent.
 *
 * Only a whole listing can tell, so pid 1 has to be in it. Refused: `ps aux` (which has no parents), listings through
 * `grep`.
 */
const psShims: Parser = {
  command: 'ps -eo ppid,pid,etimes,comm',
  cues: [' PPID '],
  sample: `   PPID     PID ELAPSED COMMAND
      0       1  884012 systemd
      1    1201  884001 containerd
      1    8122  601213 containerd-shim
   8122    8144  601213 pause
      1    9410   99120 containerd-shim`,
  read(lines, at) {
    const layout = readHeader(lines[at] ?? '')
    if (!layout) return undefined
    const { rows, to } = readRows(lines, at + 1, layout)
    if (!rows.some(({ pid }) => pid === '1')) return { facts: [], from: at, to }
    return { facts: [observe(shims, totalOf(rows), at, to - 1)], from: at, to }
  },
}

export default psShims

function readHeader(line: string): Layout | undefined {
  const columns = words(line.slice(0, 400))
  const command = columns.length - 1
  const layout = { pid: columns.indexOf('PID'), parent: columns.indexOf('PPID'), command }
  if (layout.pid < 0 || layout.parent < 0 || !COMMANDS.includes(columns[command] ?? '')) return undefined
  // The header of etime is the same, and its values are not numbers of seconds.
  return { ...layout, elapsed: columns.indexOf('ELAPSED') }
}

function readRows(lines: readonly string[], from: number, layout: Layout): { rows: Row[]; to: number } {
  const rows: Row[] = []
  let to = from
  for (; to < lines.length && rows.length < ROWS_MAX; to++) {
    const row = readRow(lines[to] ?? '', layout)
    if (!row) break
    rows.push(row)
  }
  return { rows, to }
}

function readRow(line: string, { pid, parent, command, elapsed }: Layout): Row | undefined {
  const cells = words(line.slice(0, 1_000))
  const [own = '', above = '', name] = [cells[pid], cells[parent], cells[command]]
  if (!/^\d{1,10}$/.test(own) || !/^\d{1,10}$/.test(above) || name === undefined) return undefined
  const seconds = elapsed >= 0 ? (cells[elapsed] ?? '') : ''
  return {
    pid: own,
    parent: above,
    isShim: SHIM.test(name),
    elapsed: /^\d{1,12}$/.test(seconds) ? Number(seconds) : undefined,
  }
}

function totalOf(rows: readonly Row[]) {
  const parents = new Set(rows.map(({ parent }) => parent))
  const all = rows.filter(({ isShim }) => isShim)
  const childless = all.filter(({ pid }) => !parents.has(pid))
  const ages = childless.flatMap(({ elapsed }) => (elapsed === undefined ? [] : [elapsed]))
  const oldest = ages.reduce((most, age) => Math.max(most, age), 0)
  const isAged = ages.length === childless.length && ages.length > 0
  return { count: all.length, childless: childless.length, oldestChildlessSeconds: isAged ? oldest : undefined }
}
