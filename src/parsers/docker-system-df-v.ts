import buildCache from '../facts/build-cache.ts'
import buildCacheRecord from '../facts/build-cache-record.ts'
import dockerVolumeUsage from '../facts/docker-volume-usage.ts'
import dockerVolumes from '../facts/docker-volumes.ts'
import { type Observation, observe } from '../model/fact.ts'
import type { Parser, Reading } from '../model/parser.ts'
import { readAge } from './text/docker-age.ts'
import { type Found, oneRow, readListing } from './text/docker-listing.ts'
import { isAnonymous, isDockerName, isTornName } from './text/docker-name.ts'
import { parseDockerSize } from './text/docker-size.ts'
import { words } from './text/words.ts'

/**
 * The tables of volumes and of the build cache in `docker system df -v`; its containers are read as `docker ps -a`.
 *
 * Records of the build cache are also read alone (`| grep exec.cachemount`), with blanks lost, and several on one line.
 * Totals are said only below a header, where no line was left out; of records alone, only what cache mounts take.
 *
 * Refused: `--format`, the table of images.
 */
const dockerSystemDfV: Parser = {
  command: 'docker system df -v',
  cues: ['VOLUME NAME', 'CACHE ID', ' exec.cachemount ', ' source.local ', ' source.git.checkout '],
  sample: `Local Volumes space usage:

VOLUME NAME                                                        LINKS     SIZE
7a388233ee0c9a51dac2e642161dc898065828606f5fb16e180a1105917bb966   1         0B
named-data                                                         1         2.5MB
517e098abdf5b3ef3beebbffb79ff92a53cd947f6b5d3bd614688be241d683ac   0         0B

Build cache usage: 3.12MB

CACHE ID       CACHE TYPE        SIZE      CREATED         LAST USED       USAGE     SHARED
tyo2kiw8hqiw   exec.cachemount   3MB       4 minutes ago   4 minutes ago   2         false
k00gevelibzn   exec.cachemount   120kB     4 minutes ago   4 minutes ago   2         false
vjrjn4ev6g9e   regular           7MB       1 second ago    1 second ago    1         true
vv9p29w11s8n   source.local      287B      4 minutes ago   1 second ago    4         false`,
  read(lines, at) {
    const header = words(lines[at]?.slice(0, 300) ?? '').join(' ')
    if (header === 'VOLUME NAME LINKS SIZE') return readVolumes(lines, at)
    if (header.startsWith('CACHE ID CACHE TYPE')) return readCache(lines, at)
    return readLooseRecords(lines, at)
  },
}

export default dockerSystemDfV

const MAX_ROWS = 2000
const MAX_LINE = 8000
const CACHE_MOUNT = 'exec.cachemount'
const CACHE_ID = /^[0-9a-z]{12}(?:[0-9a-z]{13})?\*?$/
const CACHE_TYPE = /^[a-z]{4,20}(?:\.[a-z]{2,20}){0,2}$/

interface Volume {
  readonly name: string
  readonly anonymous: boolean
  readonly links: number
  readonly sizeBytes: number | undefined
}

interface CacheRecord {
  readonly id: string
  readonly cacheType: string
  readonly sizeBytes: number
  readonly sharedBytes: number
  readonly ageSeconds: number | undefined
  readonly usageCount: number
  readonly shared: boolean
  readonly inUse: boolean
}

function readVolumes(lines: readonly string[], at: number): Reading | undefined {
  const { rows, whole, to } = readListing(lines, at + 1, (line) => oneRow(readVolume(line)))
  if (rows.length === 0) return undefined
  const totals = {
    count: rows.length,
    anonymous: rows.filter(({ row }) => row.anonymous).length,
    dangling: whole ? rows.filter(({ row }) => row.links === 0).length : undefined,
    atLeast: whole ? undefined : true,
  }
  const facts = rows.slice(0, MAX_ROWS).map(({ row, at }) => observe(dockerVolumeUsage, row, at))
  return { facts: [observe(dockerVolumes, totals, at, to - 1), ...facts], from: at, to }
}

/** The size is `N/A` for volumes of other drivers than `local`. */
function readVolume(line: string): Volume | undefined {
  const [name = '', links = '', size = ''] = words(line.slice(0, 600))
  if (!isDockerName(name) || isTornName(name) || !/^\d{1,6}$/.test(links)) return undefined
  const sizeBytes = parseDockerSize(size)
  if (sizeBytes === undefined && size !== 'N/A') return undefined
  return { name, anonymous: isAnonymous(name), links: Number(links), sizeBytes }
}

function readCache(lines: readonly string[], at: number): Reading | undefined {
  const { rows, whole, to } = readListing(lines, at + 1, readRecords)
  if (rows.length === 0) return undefined
  const facts = rows.slice(0, MAX_ROWS).map(toFact)
  const records = rows.map(({ row }) => row)
  return { facts: whole ? [observe(buildCache, totalsOf(records), at, to - 1), ...facts] : facts, from: at, to }
}

/** Docker's own total leaves out what images use as well. */
function totalsOf(records: readonly CacheRecord[]) {
  return {
    records: records.length,
    totalBytes: bytesOf(records.filter((record) => !record.shared)),
    cacheMountBytes: bytesOf(records.filter(isCacheMount)),
    inUse: records.filter((record) => record.inUse).length,
  }
}

function readLooseRecords(lines: readonly string[], at: number): Reading | undefined {
  const { rows, whole, to } = readListing(lines, at, readRecords)
  if (rows.length === 0) return undefined
  const facts = rows.slice(0, MAX_ROWS).map(toFact)
  const mounts = rows.map(({ row }) => row).filter(isCacheMount)
  if (!whole || mounts.length === 0) return { facts, from: at, to }
  return { facts: [observe(buildCache, { cacheMountBytes: bytesOf(mounts) }, at, to - 1), ...facts], from: at, to }
}

/** Several records stand on one line where a page or a chat has swallowed the line breaks. */
function readRecords(line: string): Found<CacheRecord> {
  const cells = words(line.slice(0, MAX_LINE))
  const rows: CacheRecord[] = []
  let torn = line.length > MAX_LINE
  for (let at = 0; at < cells.length; ) {
    const read = readRecord(cells, at)
    if (read) rows.push(read.record)
    else if (isTypeBehindId(cells, at)) torn = true
    at = read?.next ?? at + 1
  }
  return { rows, torn }
}

function isTypeBehindId(cells: readonly string[], at: number): boolean {
  return CACHE_ID.test(cells[at] ?? '') && cells[at + 1] === CACHE_MOUNT
}

/** A `*` behind the id says that a build uses the record now. */
function readRecord(cells: readonly string[], at: number): { record: CacheRecord; next: number } | undefined {
  const [id = '', type = '', size = ''] = cells.slice(at, at + 3)
  if (!CACHE_ID.test(id) || !CACHE_TYPE.test(type)) return undefined
  const sizeBytes = parseDockerSize(size)
  const created = readAge(cells, at + 3)
  const used = created && (readAge(cells, created.next) ?? created)
  const usage = used && cells[used.next]
  const shared = used && cells[used.next + 1]
  if (sizeBytes === undefined || !used || !/^\d{1,9}$/.test(usage ?? '')) return undefined
  if (shared !== 'true' && shared !== 'false') return undefined
  const fields = {
    id: id.replace('*', ''),
    cacheType: type,
    sizeBytes,
    ageSeconds: created.seconds,
    usageCount: Number(usage),
  }
  const sharedBytes = shared === 'true' ? sizeBytes : 0
  const record = { ...fields, sharedBytes, shared: shared === 'true', inUse: id.endsWith('*') }
  return { record, next: used.next + 2 }
}

function toFact({ row, at }: { readonly row: CacheRecord; readonly at: number }): Observation {
  const { inUse: _, ...record } = row
  return observe(buildCacheRecord, record, at)
}

function isCacheMount({ cacheType }: CacheRecord): boolean {
  return cacheType === CACHE_MOUNT
}

function bytesOf(records: readonly { readonly sizeBytes: number }[]): number {
  return records.reduce((total, record) => total + record.sizeBytes, 0)
}
