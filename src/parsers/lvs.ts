import thinPool from '../facts/thin-pool.ts'
import { type Observation, observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { readRun } from './text/run.ts'
import { parseSize } from './text/size.ts'
import { words } from './text/words.ts'

const MOST_ROWS = 2000
/** The first letter says that it is a thin pool. https://manpages.debian.org/bookworm/lvm2/lvs.8.en.html */
const POOL = /^t[-\w]{9}$/
const ATTRIBUTES = /^[-\w]{10}$/
const PERCENT = /^\*{0,2}(\d{1,3}\.\d{2})\*{0,2}$/
const NUMBERS_BEHIND_SIZE = 6

/**
 * Thin pools in `lvs`, `lvs -a`: rows `NAME VG ATTR SIZE [POOL ORIGIN] DATA% META%` whose attributes begin with `t`.
 *
 * Sizes are lvm's lower-case letters, powers of 1024. Other volumes, and rows of `lvs -o` with other columns, are skipped:
 * without a data percentage behind the size there is no fact.
 */
const lvs: Parser = {
  command: 'lvs -a',
  cues: [' twi-'],
  sample: `  LV       VG     Attr       LSize  Pool Origin Data%  Meta%  Move Log Cpy%Sync Convert
  thinpool docker twi-aot-D- 80.00g             100.00 0.12`,
  read(lines, at) {
    const { rows, to } = readRun(lines, at, readVolume)
    if (rows.length === 0) return undefined
    const facts = rows.flatMap(({ value, at: line }) => observePool(value, line))
    return { facts: facts.slice(0, MOST_ROWS), from: at, to }
  },
}

export default lvs

/** The words of a row about some logical volume. */
function readVolume(line: string): string[] | undefined {
  const row = words(line.slice(0, 400))
  return row.length >= 4 && ATTRIBUTES.test(row[2] ?? '') ? row : undefined
}

function observePool([name = '', , attributes = '', size = '', ...rest]: readonly string[], at: number): Observation[] {
  const percents = rest.slice(0, NUMBERS_BEHIND_SIZE).flatMap((word) => PERCENT.exec(word)?.[1] ?? [])
  const [dataUsedPercent, metadataUsedPercent] = percents.map(Number)
  if (!POOL.test(attributes) || dataUsedPercent === undefined || percents.length > 2) return []
  const fields = {
    name: name.replace(/^\[|\]$/g, ''),
    dataUsedPercent,
    metadataUsedPercent,
    dataBytes: parseSize(size.replace(/^</, ''), 1024),
    dataAvailableBytes: undefined,
    metadataAvailableBytes: undefined,
    minimumFreeBytes: undefined,
    loopFile: undefined,
  }
  return [observe(thinPool, fields, at)]
}
