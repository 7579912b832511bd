import thinPool from '../facts/thin-pool.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { thinPoolFields } from './text/docker-space.ts'
import { isBlank } from './text/following-line.ts'

const LABELLED = /^[\s*]{0,20}([A-Za-z][\w .-]{2,40}):\s{0,10}(\S.{0,200})$/
const OF_THE_POOL = new Set([
  'Pool Name',
  'Pool Blocksize',
  'Base Device Size',
  'Backing Filesystem',
  'Udev Sync Supported',
  'Data file',
  'Metadata file',
  'Data loop file',
  'Metadata loop file',
  'Data Space Used',
  'Data Space Total',
  'Data Space Available',
  'Metadata Space Used',
  'Metadata Space Total',
  'Metadata Space Available',
  'Thin Pool Minimum Free Space',
  'Deferred Removal Enabled',
  'Deferred Deletion Enabled',
])
const MOST_LINES = 40
/** What may stand above `Data Space Used` of the same pool. */
const LINES_ABOVE = 10

/**
 * The thin pool in `docker info` of the devicemapper storage driver (docker up to 24), whole or through `| grep Space`, one fact.
 *
 * Sizes are docker's powers of 1000. A pool without its used space or its total says nothing and is left out.
 */
const dockerInfoThinPool: Parser = {
  command: 'docker info',
  cues: ['Data Space Used:', 'Data Space Total:', 'Data Space Available:'],
  sample: `Storage Driver: devicemapper
 Pool Name: docker-thinpool
 Data Space Used: 85.9GB
 Data Space Total: 85.9GB
 Data Space Available: 0B
 Metadata Space Used: 6.463MB
 Metadata Space Total: 5.365GB
 Metadata Space Available: 5.358GB
 Thin Pool Minimum Free Space: 8.589GB`,
  read(lines, at) {
    const from = firstLine(lines, at)
    const labels = new Map<string, string>()
    let to = from
    for (; to < lines.length && to - from < MOST_LINES; to++) {
      const [label, value] = readLabel(lines[to]) ?? []
      if (label === undefined || value === undefined || labels.has(label)) break
      labels.set(label, value)
    }
    const fields = thinPoolFields(labels)
    const known = fields.dataUsedPercent ?? fields.dataAvailableBytes
    return known === undefined ? undefined : { facts: [observe(thinPool, fields, from, to - 1)], from, to }
  },
}

export default dockerInfoThinPool

/** The spaces come in one run: those above it are another pool's. */
function firstLine(lines: readonly string[], at: number): number {
  let from = at
  while (from > 0 && at - from < LINES_ABOVE && readLabel(lines[from - 1])?.[0].includes('Space') === false) from--
  return from
}

function readLabel(line: string | undefined): [string, string] | undefined {
  if (isBlank(line)) return undefined
  const [, label = '', value = ''] = LABELLED.exec(line?.slice(0, 300).trimEnd() ?? '') ?? []
  return OF_THE_POOL.has(label) ? [label, value.replace(/\*{1,2}$/, '').trim()] : undefined
}
