import dockerVolume from '../facts/docker-volume.ts'
import dockerVolumes from '../facts/docker-volumes.ts'
import { type Observation, observe } from '../model/fact.ts'
import type { Parser, Reading } from '../model/parser.ts'
import { type Found, type Listing, oneRow, readListing } from './text/docker-listing.ts'
import { isAnonymous, isDockerName, isTornName } from './text/docker-name.ts'
import {
  findPipeline,
  findPipelineAbove,
  hasOption,
  isLineCount,
  isUnfiltered,
  type Pipeline,
} from './text/pipeline.ts'
import { words } from './text/words.ts'

/**
 * `docker volume ls`: the table, the names of `-q` below the command that printed them, and `| wc -l` with the number
 * below. With `dangling=true` in the command the listing is of dangling volumes.
 *
 * A listing that was cut (a line of dots, `...此处省略若干行...`), filtered, or sent through `grep` or `head` is a lower
 * bound, and says so.
 *
 * Refused: `--format`, names without the command, `podman volume ls` by name (its table is the same and is read).
 */
const dockerVolumeLs: Parser = {
  command: 'docker volume ls',
  cues: ['VOLUME NAME', 'docker volume ls', 'docker volume list'],
  sample: `# docker volume ls
DRIVER    VOLUME NAME
local     4e7d6f5e42629028dc53456dccfab214368096adf12b8d3ac14ff08c7fd03e03
local     7a388233ee0c9a51dac2e642161dc898065828606f5fb16e180a1105917bb966
local     named-data`,
  read(lines, at) {
    const line = lines[at] ?? ''
    if (words(line.slice(0, 300)).join(' ') === HEADER) return readTable(lines, at, findPipelineAbove(lines, at, NAMES))
    const pipeline = findPipeline(line, NAMES)
    if (!pipeline) return undefined
    return readCount(lines, at, pipeline) ?? readNames(lines, at, pipeline)
  },
}

export default dockerVolumeLs

const NAMES = ['docker volume ls', 'docker volume list']
const HEADER = 'DRIVER VOLUME NAME'
const MAX_ROWS = 2000

interface Volume {
  readonly name: string
  readonly driver: string | undefined
}

function readTable(lines: readonly string[], at: number, pipeline: Pipeline | undefined): Reading | undefined {
  const column = (lines[at] ?? '').indexOf('VOLUME NAME')
  return conclude(
    at,
    pipeline,
    readListing(lines, at + 1, (line) => wholeNames(readRow(line, column))),
  )
}

/** A single word may be anything: names alone are believed when docker made one of them up, and nothing acted on them. */
function readNames(lines: readonly string[], at: number, pipeline: Pipeline): Reading | undefined {
  if (!hasOption(pipeline, 'q', '--quiet') || !(isUnfiltered(pipeline) || isSelection(pipeline))) return undefined
  const listing = readListing(lines, at + 1, (line) => wholeNames(readName(line)))
  return listing.rows.some(({ row }) => isAnonymous(row.name)) ? conclude(at, pipeline, listing) : undefined
}

/** `docker volume ls | wc -l`: the header is one of the lines unless `-q` was there. */
function readCount(lines: readonly string[], at: number, pipeline: Pipeline): Reading | undefined {
  const text = lines[at + 1]?.slice(0, 40).trim() ?? ''
  if (!isLineCount(pipeline) || !/^\d{1,9}$/.test(text)) return undefined
  const count = Number(text) - (hasOption(pipeline, 'q', '--quiet') ? 0 : 1)
  if (count < 0) return undefined
  const facts = [observe(dockerVolumes, { count, ...claims(count, filterOf(pipeline), true) }, at, at + 1)]
  return { facts, from: at, to: at + 2 }
}

function conclude(
  at: number,
  pipeline: Pipeline | undefined,
  { rows, whole, to }: Listing<Volume>,
): Reading | undefined {
  const count = rows.length
  if (count === 0) return undefined
  const anonymous = rows.filter(({ row }) => isAnonymous(row.name)).length
  const complete = whole && (!pipeline || isUnfiltered(pipeline))
  const totals = { count, anonymous, ...claims(count, filterOf(pipeline), complete) }
  return { facts: [observe(dockerVolumes, totals, at, to - 1), ...rows.slice(0, MAX_ROWS).map(toFact)], from: at, to }
}

function toFact({ row, at }: { readonly row: Volume; readonly at: number }): Observation {
  return observe(dockerVolume, { ...row, anonymous: isAnonymous(row.name) }, at)
}

type Filter = 'none' | 'dangling' | 'other'

/** What the count is a count of, and whether there may be more. */
function claims(count: number, filter: Filter, complete: boolean) {
  const all = complete && filter !== 'other'
  return { dangling: all && filter === 'dangling' ? count : undefined, atLeast: all ? undefined : true }
}

function filterOf(pipeline: Pipeline | undefined): Filter {
  if (!pipeline || !hasOption(pipeline, 'f', '--filter')) return 'none'
  const filters = pipeline.args.filter((arg) => arg.includes('='))
  return filters.length === 1 && /dangling=(?:true|1)['"]?$/.test(filters[0] ?? '') ? 'dangling' : 'other'
}

function isSelection({ filters }: Pipeline): boolean {
  return filters.every(([name]) => ['grep', 'egrep', 'head', 'tail'].includes(name ?? ''))
}

/** A made-up name that was cut would pass for a name that a person gave. */
function wholeNames(volume: Volume | undefined): Found<Volume> {
  return volume && isTornName(volume.name) ? { rows: [], torn: true } : oneRow(volume)
}

/** Another driver than `local` is believed only where the name stands in the column of names. */
function readRow(line: string, column: number): Volume | undefined {
  const text = line.slice(0, 600)
  const [driver = '', name = '', ...others] = words(text)
  if (!isDockerName(name) || !/^[\w./:-]{1,100}$/.test(driver)) return undefined
  const aligned = text.indexOf(name, driver.length) === column
  return aligned || (driver === 'local' && others.length === 0) ? { driver, name } : undefined
}

function readName(line: string): Volume | undefined {
  const [name = '', ...others] = words(line.slice(0, 300))
  return others.length === 0 && isDockerName(name) ? { name, driver: undefined } : undefined
}
