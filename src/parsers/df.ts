import filesystem from '../facts/filesystem.ts'
import { type Observation, observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { type DfCommand, readDfCommand } from './text/df-command.ts'
import { type Layout, looksLikeHeader, readHeader } from './text/df-header.ts'
import { type Cells, readRow } from './text/df-row.ts'
import { isElision } from './text/elision.ts'
import { natureOf } from './text/filesystem-nature.ts'
import { isBlank, precedingLine } from './text/following-line.ts'
import { splitWords, type Word } from './text/located-words.ts'
import { parseSize } from './text/size.ts'

const MOST_ROWS = 2000
/** How far above its rows a header or a command still speaks for them. */
const LINES_ABOVE = 4
/** No file system of a disk has ten billion inodes: XFS, which has the most, stops far below. */
const MORE_THAN_INODES = 10 * 1024 ** 3

/**
 * `df` in its forms: `-h`, `-H`, `-k`, `-m`, `-P`, `-T`, `-B`, `-i`, `-ih`, `--output`, of GNU coreutils (in its translations), busybox
 * and macOS, with rows broken behind a long device name, double-spaced, or with lines left out.
 *
 * The header says whether a row holds blocks or inodes. Without a header the command above says it (`df -i`), or numbers that
 * cannot be inodes; where neither does, nothing is emitted. `df -H` prints powers of 1000 under the same header as `df -h`: the
 * command or a small `k` gives it away, otherwise sizes are read as powers of 1024. A file system of size 0, or with 0 inodes,
 * does not count them: then the row says no more than that.
 */
const df: Parser = {
  command: 'df',
  cues: ['Mounted on', '% /', '挂载点', 'マウント位置'],
  sample: `Filesystem     Type     1024-blocks     Used Available Capacity Mounted on
udev           devtmpfs     4061416        0   4061416       0% /dev
/dev/vda1      ext4        41151808 33921984   5291052      87% /
/dev/loop3     squashfs       65280    65280         0     100% /snap/core20/2318`,
  read(lines, at) {
    const above = findAbove(lines, at)
    const table = readTable(lines, above.start, above.layout)
    if (table.rows.length === 0) return undefined
    const layout = above.layout ?? (provesBlocks(table.rows) ? HUMAN : undefined)
    const decimal = above.command?.decimal || table.rows.some((row) => hasDecimalMark(row.cells))
    const units: Units = { base: decimal ? 1000 : 1024, blockBytes: layout?.blockBytes }
    const facts = layout ? table.rows.slice(0, MOST_ROWS).map((row) => observeRow(row, units)) : []
    return { facts, from: Math.min(at, above.start), to: Math.max(table.to, at + 1) }
  },
}

export default df

const HUMAN: Layout = { holds: 'blocks' }

interface Above {
  readonly layout: Layout | undefined
  readonly command: DfCommand | undefined
  /** Index of the first row. */
  readonly start: number
}

interface Row {
  readonly cells: Cells
  readonly first: number
  readonly last: number
}

interface Device {
  readonly word: Word | undefined
  readonly at: number
}

interface Units {
  readonly base: 1000 | 1024
  readonly blockBytes: number | undefined
}

/** The header at the cue or above it, and the command above that. */
function findAbove(lines: readonly string[], at: number): Above {
  const here = readHeader(lines[at] ?? '')
  if (here) return { layout: here, command: findCommand(lines, at), start: at + 1 }
  const start = startOfRow(lines, at)
  let above = precedingLine(lines, start)
  for (let looks = 0; above !== undefined && looks < LINES_ABOVE; looks++) {
    const line = lines[above] ?? ''
    const header = readHeader(line)
    if (header) return { layout: header, command: findCommand(lines, above), start }
    const command = readDfCommand(line)
    if (command) return { layout: command.layout, command, start }
    if (!isElision(line) && !isComplaint(line) && !looksLikeHeader(line)) break
    above = precedingLine(lines, above)
  }
  return { layout: undefined, command: undefined, start }
}

function findCommand(lines: readonly string[], header: number): DfCommand | undefined {
  const above = precedingLine(lines, header)
  return above === undefined ? undefined : readDfCommand(lines[above] ?? '')
}

/** A row broken behind a long device name starts on the line above. */
function startOfRow(lines: readonly string[], at: number): number {
  const above = /^\s/.test(lines[at]?.slice(0, 1) ?? '') ? precedingLine(lines, at) : undefined
  return above !== undefined && loneDevice(lines[above] ?? '') ? above : at
}

function readTable(lines: readonly string[], start: number, layout: Layout = HUMAN): { rows: Row[]; to: number } {
  const rows: Row[] = []
  let device: Device | undefined
  let to = start
  for (let i = start; i < lines.length; i++) {
    const line = lines[i] ?? ''
    if (isSilent(line)) continue
    const cells = readFitting(line, layout, device?.word)
    if (cells) rows.push({ cells, first: device?.at ?? i, last: i })
    else if (device || !loneDevice(line)) break
    device = cells ? undefined : { word: loneDevice(line), at: i }
    to = cells ? i + 1 : to
  }
  return { rows, to }
}

/** A large number without a unit is none of a human-readable table: its row comes from another one. */
function readFitting(line: string, layout: Layout, device: Word | undefined): Cells | undefined {
  const cells = readRow(line, layout, device)
  const human = layout.holds !== 'inodes' && layout.blockBytes === undefined
  const { size = '', used = '', available = '' } = cells ?? {}
  return human && [size, used, available].some((text) => /^\d{4,}$/.test(text) && Number(text) >= 1024)
    ? undefined
    : cells
}

/** Lines inside a table that say nothing: blank, left out, `df: /mnt: Permission denied`. */
function isSilent(line: string): boolean {
  return isBlank(line) || isElision(line) || isComplaint(line)
}

/** A device name that stands alone on its line. */
function loneDevice(line: string): Word | undefined {
  const [word, second] = splitWords(line, 2)
  return word && !second && word.start === 0 && /^[\w/.:@-]{8,1000}$/.test(word.text) ? word : undefined
}

function isComplaint(line: string): boolean {
  return /^df: /.test(line)
}

/** For rows without header and command: whether one of them cannot be a row of inodes. */
function provesBlocks(rows: readonly Row[]): boolean {
  return rows.some(({ cells }) => {
    const { device = '', size = '', used = '', available = '' } = cells
    if (!/[KMGTPE]$/i.test(size) || !device.startsWith('/dev/')) return false
    return (parseSize(size, 1024) ?? 0) > MORE_THAN_INODES || !addsUp(size, used, available)
  })
}

/** Inodes used and free are all inodes. Printed sizes are rounded up, by less than a unit of their last digit. */
function addsUp(size: string, used: string, available: string): boolean {
  const [whole, ...parts] = [size, used, available].map((text) => ({
    most: parseSize(text, 1024) ?? 0,
    step: stepOf(text),
  }))
  const most = parts.reduce((sum, part) => sum + part.most, 0)
  const least = parts.reduce((sum, part) => sum + part.most - part.step, 0)
  return whole !== undefined && whole.most - whole.step <= most && least <= whole.most
}

function stepOf(text: string): number {
  const unit = parseSize(`1${text.replace(/^[\d.,]{1,24}/, '')}`, 1024) ?? 1
  return /[.,]/.test(text) ? unit / 10 : unit
}

function hasDecimalMark({ size, used, available, inodes, inodesUsed, inodesFree }: Cells): boolean {
  return [size, used, available, inodes, inodesUsed, inodesFree].some((text) => text !== undefined && /\dk$/.test(text))
}

function observeRow({ cells, first, last }: Row, units: Units): Observation {
  const { mountpoint = '', device, type } = cells
  const place = { mountpoint, device, fsType: type, ...natureOf({ type, device, mountpoint }) }
  return observe(filesystem, { ...place, ...readBlocks(cells, units), ...readInodes(cells, units.base) }, first, last)
}

function readBlocks({ size, used, available, usedPercent }: Cells, units: Units) {
  const sizeBytes = readBytes(size, units)
  if (sizeBytes === 0) return { sizeBytes }
  return {
    sizeBytes,
    usedBytes: readBytes(used, units),
    availableBytes: readBytes(available, units),
    usedPercent: readPercent(usedPercent),
  }
}

function readInodes({ inodes, inodesUsed, inodesFree, inodesUsedPercent }: Cells, base: 1000 | 1024) {
  const total = readAmount(inodes, base)
  if (total === 0) return { inodes: total }
  return {
    inodes: total,
    inodesUsed: readAmount(inodesUsed, base),
    inodesFree: readAmount(inodesFree, base),
    inodesUsedPercent: readPercent(inodesUsedPercent),
  }
}

/** A number without unit counts blocks, and bytes in a human-readable table. `MB` is decimal where `M` is not. */
function readBytes(text: string | undefined, { base, blockBytes }: Units): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d{1,20}$/.test(text)) return readAmount(text, /[^i]B$/.test(text) ? 1000 : base)
  return Number(text) * (blockBytes ?? 1)
}

function readAmount(text: string | undefined, base: 1000 | 1024): number | undefined {
  return text === undefined ? undefined : parseSize(text, base)
}

function readPercent(text: string | undefined): number | undefined {
  return text?.endsWith('%') ? Number(text.slice(0, -1)) : undefined
}
