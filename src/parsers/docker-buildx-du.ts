import buildCache from '../facts/build-cache.ts'
import buildCacheRecord from '../facts/build-cache-record.ts'
import { type Observation, observe } from '../model/fact.ts'
import type { Parser, Reading } from '../model/parser.ts'
import { type Listing, oneRow, readListing } from './text/docker-listing.ts'
import { parseDockerSize } from './text/docker-size.ts'
import { words } from './text/words.ts'

/**
 * `docker buildx du` and `docker builder du`: the table, or the blocks of `--verbose`, with the sums below.
 *
 * A `*` behind an id says that the record can change, one behind a size that an image uses it as well. The row about
 * the whole cache needs the sums: without them (`--filter`, a cut) the records may be some of many.
 *
 * Refused: `--format`; columns in another order.
 */
const dockerBuildxDu: Parser = {
  command: 'docker buildx du',
  cues: ['RECLAIMABLE<*>LAST ACCESSED', 'Mutable:'],
  sample: `ID						RECLAIMABLE	SIZE		LAST ACCESSED
p5x1v0c3k8f2m7d4q9w6t1z0a*              	true 		2.41GB		3 hours ago
r8n4b2y6h1j5g9s3l7e0u4i2o               	false		118.2MB*	12 minutes ago
Shared:		118.2MB
Private:	2.41GB
Reclaimable:	2.41GB
Total:		2.528GB`,
  read(lines, at) {
    if (isHeader(lines[at] ?? ''))
      return conclude(
        lines,
        at,
        readListing(lines, at + 1, (line) => oneRow(readRow(line))),
      )
    const from = blockAbove(lines, at)
    return from === undefined ? undefined : conclude(lines, from, readBlocks(lines, from))
  },
}

export default dockerBuildxDu

const MAX_ROWS = 2000
const CACHE_MOUNT = 'exec.cachemount'

interface CacheRecord {
  readonly id: string
  readonly cacheType: string | undefined
  readonly sizeBytes: number
  readonly shared: boolean | undefined
  readonly inUse: boolean | undefined
  readonly usageCount: number | undefined
}

function conclude(
  lines: readonly string[],
  from: number,
  { rows, whole, to }: Listing<CacheRecord>,
): Reading | undefined {
  if (rows.length === 0) return undefined
  const facts = rows.slice(0, MAX_ROWS).map(toFact)
  const sums = readSums(lines, to)
  if (!sums) return { facts, from, to }
  const records = rows.map(({ row }) => row)
  const counts = whole && addUp(records, sums.totalBytes) ? countsOf(records) : {}
  const summary = observe(buildCache, { totalBytes: sums.ownBytes, ...counts }, from, sums.to - 1)
  return { facts: [summary, ...facts], from, to: sums.to }
}

function toFact({ row, at }: { readonly row: CacheRecord; readonly at: number }): Observation {
  const { inUse: _, ...record } = row
  const { shared, sizeBytes } = record
  const sharedBytes = shared === undefined ? undefined : shared ? sizeBytes : 0
  return observe(buildCacheRecord, { ...record, sharedBytes }, at)
}

/** Sizes are rounded to three or four digits; what is off by more has lost records. */
function addUp(records: readonly CacheRecord[], totalBytes: number): boolean {
  return Math.abs(bytesOf(records) - totalBytes) <= 0.01 * totalBytes
}

/** The table has no types, so it cannot tell cache mounts from layers. */
function countsOf(records: readonly CacheRecord[]) {
  const typed = records.every(({ cacheType }) => cacheType !== undefined)
  const known = records.every(({ inUse }) => inUse !== undefined)
  return {
    records: records.length,
    cacheMountBytes: typed ? bytesOf(records.filter(({ cacheType }) => cacheType === CACHE_MOUNT)) : undefined,
    inUse: known ? records.filter(({ inUse }) => inUse).length : undefined,
  }
}

function bytesOf(records: readonly CacheRecord[]): number {
  return records.reduce((total, { sizeBytes }) => total + sizeBytes, 0)
}

interface Sums {
  readonly totalBytes: number
  /** Without what images use as well. */
  readonly ownBytes: number
  readonly to: number
}

/** `Private` is there only when something is shared. */
function readSums(lines: readonly string[], from: number): Sums | undefined {
  const sums = new Map<string, number | undefined>()
  let to = from
  for (; to < lines.length; to++) {
    const { label, value } = readPair(lines[to] ?? '')
    if (!SUMS.has(label) || sums.has(label)) break
    sums.set(label, parseDockerSize(value))
  }
  const totalBytes = sums.get('Total')
  return totalBytes === undefined ? undefined : { totalBytes, ownBytes: sums.get('Private') ?? totalBytes, to }
}

const SUMS = new Set(['Shared', 'Private', 'Reclaimable', 'Total'])

function isHeader(line: string): boolean {
  return words(line.slice(0, 300)).join(' ') === 'ID RECLAIMABLE SIZE LAST ACCESSED'
}

function readRow(line: string): CacheRecord | undefined {
  const [id = '', reclaimable = '', size = ''] = words(line.slice(0, 300))
  const inUse = opposite(yesOrNo(reclaimable))
  const shared = size.endsWith('*')
  const sizeBytes = parseDockerSize(shared ? size.slice(0, -1) : size)
  if (!isId(id) || inUse === undefined || sizeBytes === undefined) return undefined
  return { id: withoutStar(id), cacheType: undefined, sizeBytes, shared, inUse, usageCount: undefined }
}

/** The block's `ID:` stands at most three lines above its `Mutable:`. */
function blockAbove(lines: readonly string[], at: number): number | undefined {
  for (let i = at - 1; i >= Math.max(0, at - 3); i--) {
    if (readPair(lines[i] ?? '').label === 'ID') return i
  }
  return undefined
}

function readBlocks(lines: readonly string[], from: number): Listing<CacheRecord> {
  const rows: { row: CacheRecord; at: number }[] = []
  let whole = true
  let to = from
  while (to < lines.length) {
    const block = readBlock(lines, to)
    if (!block) break
    if (block.record) rows.push({ row: block.record, at: to })
    else whole = false
    to = block.to
  }
  return { rows, whole, to }
}

/** From `ID:` to the empty line behind it. */
function readBlock(
  lines: readonly string[],
  from: number,
): { record: CacheRecord | undefined; to: number } | undefined {
  const pairs = new Map<string, string>()
  let to = from
  for (; to < lines.length; to++) {
    const { label, value } = readPair(lines[to] ?? '')
    if (!BLOCK.has(label) || (to === from) !== (label === 'ID') || pairs.has(label)) break
    pairs.set(label, value)
  }
  if (to === from) return undefined
  return { record: fromPairs(pairs), to: lines[to]?.slice(0, 100).trim() === '' ? to + 1 : to }
}

const BLOCK = new Set([
  'ID',
  'Parent',
  'Parents',
  'Created at',
  'Mutable',
  'Reclaimable',
  'Shared',
  'Size',
  'Description',
  'Usage count',
  'Last used',
  'Type',
])

function fromPairs(pairs: ReadonlyMap<string, string>): CacheRecord | undefined {
  const id = pairs.get('ID') ?? ''
  const sizeBytes = parseDockerSize(pairs.get('Size') ?? '')
  const usage = pairs.get('Usage count') ?? ''
  if (!isId(id) || sizeBytes === undefined) return undefined
  return {
    id: withoutStar(id),
    cacheType: pairs.get('Type'),
    sizeBytes,
    shared: yesOrNo(pairs.get('Shared')),
    inUse: opposite(yesOrNo(pairs.get('Reclaimable'))),
    usageCount: /^\d{1,9}$/.test(usage) ? Number(usage) : undefined,
  }
}

function readPair(line: string): { label: string; value: string } {
  const text = line.slice(0, 1000)
  const colon = text.indexOf(':')
  return colon < 0
    ? { label: '', value: '' }
    : { label: text.slice(0, colon).trim(), value: text.slice(colon + 1).trim() }
}

function isId(text: string): boolean {
  return /^[0-9a-z]{12,64}\*?$/.test(text)
}

function withoutStar(id: string): string {
  return id.endsWith('*') ? id.slice(0, -1) : id
}

function yesOrNo(text: string | undefined): boolean | undefined {
  return text === 'true' ? true : text === 'false' ? false : undefined
}

function opposite(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value
}
