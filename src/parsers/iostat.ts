import diskIo from '../facts/disk-io.ts'
import type { Observation } from '../model/fact.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { isBlank, precedingLine } from './text/following-line.ts'

const MAX_ROWS = 2000
/** iostat reads sectors of the kernel, and its kB and MB are powers of 1024: https://github.com/sysstat/sysstat/blob/master/iostat.c */
const BYTES = new Map([
  ['sec', 512],
  ['kB', 1024],
  ['MB', 1024 * 1024],
])

/**
 * Reads the devices out of `iostat -x`.
 *
 * Understands the columns of sysstat 8 to 12 by their names (`await` and `svctm`, `r_await` and `w_await`, `avgqu-sz`
 * and `aqu-sz`, `rsec/s`, `rkB/s`, `rMB/s`), decimal commas, and double-spaced pastes. Of several reports of one run
 * the last counts: the first is the mean since boot. A report that stands alone is that mean when the banner of the
 * run stands above it, unless the command line says `-y`; without a banner it may be any.
 *
 * Refuses `iostat` without `-x` (no `%util`), the tables of `-h` (the device stands last), `sar -d`, and rows with
 * another number of columns than their header.
 */
const iostat: Parser = {
  command: 'iostat -x 5 2',
  cues: ['%util'],
  sample: `Linux 5.10.0-28-amd64 (node-7) 	11/21/26 	_x86_64_	(2 CPU)

Device            r/s     rkB/s   rrqm/s  %rrqm r_await rareq-sz     w/s     wkB/s   wrqm/s  %wrqm w_await wareq-sz  aqu-sz  %util
vda             42.05   1658.46    11.06  20.82    0.42    39.44    9.61    981.60    17.29  64.27    1.26   102.16    0.03   1.11

Device            r/s     rkB/s   rrqm/s  %rrqm r_await rareq-sz     w/s     wkB/s   wrqm/s  %wrqm w_await wareq-sz  aqu-sz  %util
vda              2.00     16.00     0.00   0.00    8.50     8.00  410.00  52480.00    12.00   2.84   91.20   128.00   37.42  99.60`,
  read(lines, at) {
    if (!readHeader(lines[at])) return undefined
    const { reports, to } = readReports(lines, at)
    const sinceBoot = reports.length > 1 ? false : isMeanSinceBoot(lines, at)
    const facts = (reports.at(-1) ?? []).flatMap((row) => readDevice(row, sinceBoot) ?? [])
    return { facts: facts.slice(0, MAX_ROWS), from: at, to }
  },
}

export default iostat

interface Row {
  readonly device: string
  /** Figures by the names of their columns. */
  readonly figures: ReadonlyMap<string, number>
  readonly at: number
}

/** The reports of one run: up to the next banner, or to a line that iostat does not print. */
function readReports(lines: readonly string[], at: number): { reports: Row[][]; to: number } {
  const reports: Row[][] = []
  let columns: readonly string[] = []
  let to = at
  for (let i = at; i < lines.length; i++) {
    const line = lines[i]
    const header = readHeader(line)
    if (header) {
      columns = header
      reports.push([])
    } else {
      const row = readRow(line, columns, i)
      if (row) reports.at(-1)?.push(row)
      else if (isBanner(line) || (!isBetweenDevices(line) && !isBrokenRow(line))) break
    }
    if (!isBlank(line)) to = i + 1
  }
  return { reports: reports.filter((rows) => rows.length > 0), to }
}

/** The names of the columns behind the device. */
function readHeader(line: string | undefined): readonly string[] | undefined {
  const words = line?.slice(0, 400).trim().split(/\s+/) ?? []
  const isHeader = /^Device:?$/.test(words[0] ?? '') && words.includes('%util')
  return isHeader ? words.slice(1) : undefined
}

function readRow(line: string | undefined, columns: readonly string[], at: number): Row | undefined {
  const [device, ...words] = line?.slice(0, 400).trim().split(/\s+/) ?? []
  if (!device || words.length !== columns.length) return undefined
  if (!words.every((word) => /^\d{1,15}[.,]\d{1,3}$/.test(word))) return undefined
  return { device, figures: new Map(words.map((word, i) => [columns[i] ?? '', Number(word.replace(',', '.'))])), at }
}

/** A row that lost its end, or of a device whose name has a blank. */
function isBrokenRow(line: string | undefined): boolean {
  return /^\s{0,20}\S{1,80}\s{1,60}\d{1,15}[.,]\d/.test(line?.slice(0, 200) ?? '')
}

/** Blank lines, the CPU's figures, and the time that `-t` prints. */
function isBetweenDevices(line: string | undefined): boolean {
  return isBlank(line) || /^\s{0,20}(?:avg-cpu:|\d{1,4}[./:,年-]\d)/.test(line?.slice(0, 60) ?? '')
}

function readDevice({ device, figures, at }: Row, sinceBoot: boolean | undefined): Observation | undefined {
  const utilPercent = figures.get('%util')
  if (utilPercent === undefined) return undefined
  const fields = {
    device,
    utilPercent,
    awaitMs: readAwait(figures),
    queueLength: figures.get('aqu-sz') ?? figures.get('avgqu-sz'),
    readsPerSecond: figures.get('r/s'),
    writesPerSecond: figures.get('w/s'),
    readBytesPerSecond: readThroughput(figures, 'r'),
    writeBytesPerSecond: readThroughput(figures, 'w'),
    sinceBoot,
  }
  return observe(diskIo, fields, at)
}

function readAwait(figures: Row['figures']): number | undefined {
  const [reads, writes] = [figures.get('r_await'), figures.get('w_await')]
  return reads !== undefined && writes !== undefined ? Math.max(reads, writes) : figures.get('await')
}

function readThroughput(figures: Row['figures'], direction: 'r' | 'w'): number | undefined {
  for (const [unit, bytes] of BYTES) {
    const figure = figures.get(`${direction}${unit}/s`)
    if (figure !== undefined) return Math.round(figure * bytes)
  }
  return undefined
}

/** `iostat -y` leaves the mean since boot out. */
function isMeanSinceBoot(lines: readonly string[], header: number): boolean | undefined {
  const at = findBanner(lines, header)
  if (at === undefined) return undefined
  const command = lines[precedingLine(lines, at) ?? -1]?.slice(0, 400) ?? ''
  return !/\siostat\s(?:.{0,200}\s)?-[a-zA-Z]{0,8}y/.test(` ${command}`)
}

/** Between the banner and the first header stand the time and two lines about the CPU. */
function findBanner(lines: readonly string[], header: number): number | undefined {
  let at = precedingLine(lines, header)
  for (let left = 3; left > 0 && at !== undefined && isBetweenDevices(lines[at]); left--) at = precedingLine(lines, at)
  return at !== undefined && isBanner(lines[at]) ? at : undefined
}

/** `Linux 5.10.0-28-amd64 (node-7)  11/21/26  _x86_64_  (2 CPU)` */
function isBanner(line: string | undefined): boolean {
  const text = line?.slice(0, 300).trim() ?? ''
  return text.startsWith('Linux ') && /\(\d{1,5} CPU\)$/.test(text)
}
