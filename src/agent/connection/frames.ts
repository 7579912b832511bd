import type { RawData } from 'ws'
import { type AgentFrame, type AppFrame, appFrame, MAX_FRAME_BYTES, PROTOCOL } from '../../model/frame.ts'
import { KnownError } from '../../model/known-error.ts'
import type { Measured, NotChecked } from '../../model/probe.ts'
import type { Described } from '../children/exchange.ts'
import type { Answered } from '../question-desk.ts'

/** What an app accepts of one question: its limit is 2 MiB. */
const MOST_BYTES_OF_A_PROBE = 512 * 1024
/** Room for what is around the rows of a report. */
const FRAME_BYTES = MAX_FRAME_BYTES - 4096
const MOST_FACTS = 2000
const MOST_NOT_CHECKED = 500

/** Reads what the app said. Throws a KnownError that names what is wrong with it, without repeating it. */
export function readAppFrame(message: RawData, isBinary: boolean): AppFrame {
  if (isBinary) throw new KnownError('frame-not-text', 'the app speaks JSON in text messages; a binary one came')
  const read = appFrame.safeParse(parse(String(message)))
  if (read.success) return read.data
  const place = read.error.issues[0]?.path.join('.') || 'all of it'
  throw new KnownError('frame-not-known', `the app said what no frame is: ${place} is wrong`)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new KnownError('frame-not-json', 'the app speaks JSON; something else came')
  }
}

export function writeHello(version: string, probes: Iterable<Described>): string {
  const described = [...probes].map(({ id, summary, yields }) => ({ id, summary, yields: [...yields] }))
  return write({ type: 'hello', protocol: PROTOCOL, version, probes: described })
}

export function writeDone(id: string, refused: string | undefined): string {
  return write({ type: 'done', id, ...(refused === undefined ? {} : { refused }) })
}

/** One report in as many frames as its rows need. What is more than an app takes is left out, and said. */
export function writeReport(id: string, { report, ageMs }: Answered): string[] {
  const { probe, tookMs } = report
  const { kept, left } = limitBytes(report.facts)
  const notChecked = left > 0 ? [tooMany(left), ...report.notChecked] : report.notChecked
  const parts = [...split(kept, MOST_FACTS).map((facts) => ({ facts, notChecked: [] })), ...splitUnchecked(notChecked)]
  const all = parts.length > 0 ? parts : [{ facts: [], notChecked: [] }]
  return all.map((part, i) =>
    write({
      type: 'report',
      id,
      ...(i < all.length - 1 ? { more: true } : {}),
      ...(ageMs > 0 ? { ageMs } : {}),
      report: { probe, tookMs, facts: [...part.facts] as WireFact[], notChecked: [...part.notChecked] },
    }),
  )
}

type WireFact = Extract<AgentFrame, { type: 'report' }>['report']['facts'][number]

function limitBytes(facts: readonly Measured[]): { kept: readonly Measured[]; left: number } {
  let bytes = 0
  const end = facts.findIndex((fact) => {
    bytes += sizeOf(fact)
    return bytes > MOST_BYTES_OF_A_PROBE
  })
  return end < 0 ? { kept: facts, left: 0 } : { kept: facts.slice(0, end), left: facts.length - end }
}

function splitUnchecked(notChecked: readonly NotChecked[]): { facts: Measured[]; notChecked: NotChecked[] }[] {
  return split(notChecked.slice(0, MOST_NOT_CHECKED), MOST_NOT_CHECKED).map((some) => ({ facts: [], notChecked: some }))
}

/** In runs that fit into a frame. */
function split<Row>(rows: readonly Row[], most: number): Row[][] {
  const runs: Row[][] = []
  let bytes = Number.POSITIVE_INFINITY
  for (const row of rows) {
    const size = sizeOf(row)
    const run = runs.at(-1)
    if (run && run.length < most && bytes + size <= FRAME_BYTES) run.push(row)
    else runs.push([row])
    bytes = runs.at(-1) === run ? bytes + size : size
  }
  return runs
}

/** With the comma behind it. */
function sizeOf(row: unknown): number {
  return Buffer.byteLength(JSON.stringify(row)) + 1
}

function tooMany(rows: number): NotChecked {
  return { what: 'further rows', why: 'budget', says: `${rows} rows are more than an answer holds` }
}

function write(frame: AgentFrame): string {
  return JSON.stringify(frame)
}
