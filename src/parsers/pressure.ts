import pressure from '../facts/pressure.ts'
import type { Observation } from '../model/fact.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { isBlank, precedingLine } from './text/following-line.ts'
import { type Stall as Figures, readStallLine } from './text/stall-line.ts'

const MAX_ROWS = 2000

/**
 * Reads pressure stall information: /proc/pressure/{cpu,memory,io}, and the `cpu.pressure`, `memory.pressure`,
 * `io.pressure` of a cgroup. https://docs.kernel.org/accounting/psi.html
 *
 * The figures alone do not say of what they are. The name is taken from the line itself (`grep . /proc/pressure/*`),
 * from the header above (`==> /proc/pressure/io <==`), or from the command above (`cat /proc/pressure/io`, several
 * files when there are as many blocks as names). Where it is not to be had, and for `irq`, there is no fact.
 */
const psi: Parser = {
  command: 'cat /proc/pressure/io',
  cues: ['avg10='],
  sample: `# cat /proc/pressure/io
some avg10=64.21 avg60=41.07 avg300=12.50 total=48123456
full avg10=60.02 avg60=38.90 avg300=11.73 total=44012345`,
  read(lines, at) {
    const stalls = readStalls(lines, at)
    if (stalls.length === 0) return undefined
    const facts = named(stalls, sourcesAbove(lines, at)).slice(0, MAX_ROWS)
    return { facts, from: at, to: (stalls.at(-1)?.at ?? at) + 1 }
  },
}

export default psi

type Resource = 'cpu' | 'memory' | 'io'

/** A file that holds figures, and the cgroup it belongs to. */
interface Source {
  readonly resource: Resource
  readonly cgroup: string | undefined
}

interface Stall {
  readonly figures: Figures
  /** Named on the line itself. */
  readonly source: Source | undefined
  readonly at: number
}

/** The figures from line `at` on, one line after the other, blank lines aside. */
function readStalls(lines: readonly string[], at: number): Stall[] {
  const stalls: Stall[] = []
  for (let i = at; i < lines.length; i++) {
    const line = lines[i] ?? ''
    if (isBlank(line)) continue
    const stall = readStall(line, i)
    if (!stall) break
    stalls.push(stall)
  }
  return stalls
}

function readStall(line: string, at: number): Stall | undefined {
  const text = line.slice(0, 600).trim()
  const start = text.search(/(?:some|full) avg10=/)
  const figures = start < 0 ? undefined : readStallLine(text.slice(start))
  const prefix = text.slice(0, start)
  if (!figures || (prefix !== '' && !prefix.endsWith(':'))) return undefined
  return { figures, source: prefix ? sourcesIn(prefix)[0] : undefined, at }
}

/** The files that the line above names. `/proc/pressure/*` stands for three, in the order of the alphabet. */
function sourcesAbove(lines: readonly string[], at: number): readonly Source[] {
  const above = precedingLine(lines, at)
  const line = above === undefined ? '' : (lines[above]?.slice(0, 600) ?? '')
  if (line.includes('/proc/pressure/*')) return NODE_SOURCES
  return sourcesIn(line)
}

const NODE_SOURCES: readonly Source[] = (['cpu', 'io', 'memory'] as const).map((resource) => ({
  resource,
  cgroup: undefined,
}))

function sourcesIn(text: string): Source[] {
  return text.split(/[\s:;|]+/).flatMap((word) => readSource(word) ?? [])
}

function readSource(word: string): Source | undefined {
  const node = /(?:^|\/)proc\/pressure\/(cpu|memory|io)$/.exec(word)
  if (node) return { resource: node[1] as Resource, cgroup: undefined }
  const cgroup = /^(?:(.{0,400})\/)?(cpu|memory|io)\.pressure$/.exec(word)
  return cgroup ? { resource: cgroup[2] as Resource, cgroup: cgroup[1] ?? '.' } : undefined
}

function named(stalls: readonly Stall[], above: readonly Source[]): Observation[] {
  if (stalls[0]?.source) return stalls.flatMap((stall) => (stall.source ? [factOf(stall, stall.source)] : []))
  const files = byFile(stalls)
  if (files.length !== above.length) return []
  return files.flatMap((file, i) => file.map((stall) => factOf(stall, above[i] as Source)))
}

/** Each file has a line `some`, then perhaps a line `full`. Anything else is no whole file, and then none is trusted. */
function byFile(stalls: readonly Stall[]): Stall[][] {
  const files: Stall[][] = []
  for (const stall of stalls) {
    const file = files.at(-1)
    if (stall.figures.share === 'some') files.push([stall])
    else if (file?.length === 1) file.push(stall)
    else return []
  }
  return files
}

function factOf({ figures, at }: Stall, source: Source): Observation {
  return observe(pressure, { ...source, ...figures }, at)
}
