import container from '../facts/container.ts'
import containers from '../facts/containers.ts'
import { type Observation, observe } from '../model/fact.ts'
import type { Parser, Reading } from '../model/parser.ts'
import { readAge } from './text/docker-age.ts'
import { oneRow, readListing } from './text/docker-listing.ts'
import { isDockerName } from './text/docker-name.ts'
import {
  findPipeline,
  findPipelineAbove,
  hasOption,
  isLineCount,
  isUnfiltered,
  type Pipeline,
} from './text/pipeline.ts'
import { words } from './text/words.ts'

/** A blank of a cue stands for any run of blanks: CREATED ends in `ago`, and STATUS comes next. */
const ROW_CUES = ['Exited (', 'Restarting (', 'Removal In Progress', 'ago Up ', 'ago Created ', 'ago Dead ']

/**
 * `docker ps` in its default layout, with or without `-a`, `-s`, `--no-trunc`; the containers of `docker system df -v`;
 * rows alone, as `| grep` leaves them; `docker ps -a | wc -l` with the number below.
 *
 * A row is known by its id, its quoted command and the words of its status, so columns may have lost their blanks.
 * How many containers there are is said only where the text cannot hide some: not after a filter, a cut, or without `-a`.
 *
 * Refused: `--format`, podman (which quotes no command), `crictl ps`, `kubectl get pods`.
 */
const dockerPs: Parser = {
  command: 'docker ps -a',
  cues: ['CONTAINER ID', 'docker ps -<*>wc -l', 'docker container ls -<*>wc -l', ...ROW_CUES],
  sample: `# docker ps -a
CONTAINER ID   IMAGE           COMMAND                  CREATED         STATUS                          PORTS     NAMES
1b7773452fa6   busybox:lab     "dd if=/dev/zero of=…"   2 seconds ago   Exited (0) 1 second ago                   big-one
44c6da1eb8f4   busybox:lab     "sleep 600"              4 minutes ago   Up 4 minutes (Paused)                     frozen
a4b34a704077   busybox:lab     "false"                  4 minutes ago   Restarting (1) 37 seconds ago             loop
c8721b55128d   busybox:lab     "true"                   4 minutes ago   Created                                   never
5bfd999ba579   zookeeper:lab   "sleep 600"              4 minutes ago   Up 4 minutes                              zk-1`,
  read: (lines, at) => readCount(lines, at) ?? readTable(lines, at) ?? readRows(lines, at),
}

export default dockerPs

const NAMES = ['docker ps', 'docker container ls', 'docker container ps', 'docker container list']
const MAX_ROWS = 2000

interface Row {
  readonly id: string
  readonly image: string
  readonly state: State
  readonly exitCode: number | undefined
  readonly ageSeconds: number
  readonly name: string | undefined
}

type State = 'created' | 'running' | 'exited' | 'dead' | 'paused' | 'restarting' | 'removing'

/** `docker ps -a | wc -l`: the header is one of the lines unless `-q` was there. */
function readCount(lines: readonly string[], at: number): Reading | undefined {
  const pipeline = findPipeline(lines[at] ?? '', NAMES)
  if (!pipeline || !listsAll(pipeline) || !isLineCount(pipeline)) return undefined
  const count = readNumber(lines[at + 1])
  const total = count === undefined || hasOption(pipeline, 'q', '--quiet') ? count : count - 1
  if (total === undefined || total < 0) return undefined
  return { facts: [observe(containers, { total }, at, at + 1)], from: at, to: at + 2 }
}

function readNumber(line = ''): number | undefined {
  const text = line.slice(0, 40).trim()
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined
}

function readTable(lines: readonly string[], at: number): Reading | undefined {
  const header = lines[at]?.slice(0, 500) ?? ''
  if (!header.includes('CONTAINER ID') || !header.includes('COMMAND') || !header.includes('STATUS')) return undefined
  const { rows, whole, to } = readListing(lines, at + 1, (line) => oneRow(readRow(line)))
  if (rows.length === 0) return undefined
  const totals = whole ? totalsOf(rows, listing(lines, at, header)) : undefined
  const summary = totals ? [observe(containers, totals, at, to - 1)] : []
  return { facts: [...summary, ...rows.slice(0, MAX_ROWS).map(toFact)], from: at, to }
}

function readRows(lines: readonly string[], at: number): Reading | undefined {
  const { rows, to } = readListing(lines, at, (line) => oneRow(readRow(line)))
  return rows.length > 0 ? { facts: rows.slice(0, MAX_ROWS).map(toFact), from: at, to } : undefined
}

function toFact({ row, at }: { readonly row: Row; readonly at: number }): Observation {
  return observe(container, row, at)
}

/** What a table lists: all containers, the running ones, some of them, or nobody knows because the command is not shown. */
type Listing = 'all' | 'running' | 'some' | 'unknown'

function listing(lines: readonly string[], at: number, header: string): Listing {
  if (header.includes('LOCAL VOLUMES')) return 'all'
  const pipeline = findPipelineAbove(lines, at, NAMES)
  if (!pipeline) return 'unknown'
  if (!isUnfiltered(pipeline) || isSelective(pipeline)) return 'some'
  return listsAll(pipeline) ? 'all' : 'running'
}

function listsAll(pipeline: Pipeline): boolean {
  return hasOption(pipeline, 'a', '--all') && !isSelective(pipeline)
}

function isSelective(pipeline: Pipeline): boolean {
  return (
    hasOption(pipeline, 'f', '--filter') || hasOption(pipeline, 'l', '--latest') || hasOption(pipeline, 'n', '--last')
  )
}

/** Zero is said only where the listing would show one. */
function totalsOf(rows: readonly { readonly row: Row }[], listed: Listing) {
  if (listed === 'some') return undefined
  const counts = countStates(rows)
  if (listed === 'running') return { running: counts.get('running') ?? 0 }
  const absent = listed === 'all' ? 0 : undefined
  const mixed = counts.has('running') && counts.size > 1
  return {
    total: listed === 'all' || mixed ? rows.length : undefined,
    running: counts.get('running') ?? absent,
    created: counts.get('created') ?? absent,
    exited: counts.get('exited') ?? absent,
    dead: counts.get('dead') ?? absent,
    removing: counts.get('removing') ?? absent,
  }
}

function countStates(rows: readonly { readonly row: Row }[]): ReadonlyMap<State, number> {
  const counts = new Map<State, number>()
  for (const { row } of rows) counts.set(row.state, (counts.get(row.state) ?? 0) + 1)
  return counts
}

const ID = /^[0-9a-f]{12}(?:[0-9a-f]{52})?$/

function readRow(line: string): Row | undefined {
  const text = line.slice(0, 4000)
  const open = text.indexOf('"')
  const close = text.lastIndexOf('"')
  if (open === close) return undefined
  const [id = '', image = '', ...others] = words(text.slice(0, open))
  if (!ID.test(id) || !image || others.length > 0) return undefined
  const cells = readCells(withoutVolumes(words(text.slice(close + 1))))
  return cells && { id, image, ...cells }
}

/** `docker system df -v` has the number of volumes and the size before CREATED. */
function withoutVolumes(cells: readonly string[]): readonly string[] {
  return /^\d{1,6}$/.test(cells[0] ?? '') && /^[\d.]{1,12}[kMGT]?B$/.test(cells[1] ?? '') ? cells.slice(2) : cells
}

function readCells(cells: readonly string[]): Omit<Row, 'id' | 'image'> | undefined {
  const age = readAge(cells, 0)
  const status = age && readStatus(cells, age.next)
  if (!status) return undefined
  const { state, exitCode } = status
  return { state, exitCode, ageSeconds: age.seconds, name: readName(cells, status.next) }
}

interface Status {
  readonly state: State
  readonly exitCode?: number
  readonly next: number
}

function readStatus(cells: readonly string[], at: number): Status | undefined {
  switch (cells[at]) {
    case 'Created':
      return { state: 'created', next: at + 1 }
    case 'Dead':
      return { state: 'dead', next: at + 1 }
    case 'Removal':
      return cells[at + 1] === 'In' && cells[at + 2] === 'Progress' ? { state: 'removing', next: at + 3 } : undefined
    case 'Exited':
      return readEnded('exited', cells, at + 1)
    case 'Restarting':
      return readEnded('restarting', cells, at + 1)
    case 'Up':
      return readUp(cells, at + 1)
  }
  return undefined
}

function readEnded(state: State, cells: readonly string[], at: number): Status | undefined {
  const code = /^\((-?\d{1,10})\)$/.exec(cells[at] ?? '')
  const since = readAge(cells, at + 1)
  return code && since ? { state, exitCode: Number(code[1]), next: since.next } : undefined
}

/** Behind the time there may be `(healthy)`, `(unhealthy)`, `(health: starting)` or `(Paused)`. */
function readUp(cells: readonly string[], at: number): Status | undefined {
  const since = readAge(cells, at)
  if (!since) return undefined
  const { next } = since
  if (cells[next] === '(Paused)') return { state: 'paused', next: next + 1 }
  const healthCells = cells[next] === '(health:' ? 2 : cells[next]?.startsWith('(') ? 1 : 0
  return { state: 'running', next: next + healthCells }
}

/** Behind the ports, each of which holds a slash; linked containers have several names. */
function readName(cells: readonly string[], from: number): string | undefined {
  for (const cell of cells.slice(from)) {
    const name = cell.split(',').find(isDockerName)
    if (name) return name
  }
  return undefined
}
