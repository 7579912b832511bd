import softnet from '../facts/softnet.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { findPipeline, isUnfiltered } from './text/pipeline.ts'
import { readRun } from './text/run.ts'
import { compareSoftnet, readSoftnetLine, type SoftnetLine } from './text/softnet-line.ts'

const COMMAND = 'cat /proc/net/softnet_stat'
const CPUS_MAX = 8_192

/**
 * /proc/net/softnet_stat: one line a processor, hexadecimal, without a header. Read only below the command that shows
 * it, since the columns have no names; the sum of all its lines is one row. A command line that shows it twice
 * (`cat …; sleep 10; cat …`) gives the second reading, with what was dropped since the first.
 *
 * Refused: what went through `head` or `awk`, and columns that somebody turned into decimals.
 */
const softnetStat: Parser = {
  command: COMMAND,
  cues: ['/proc/net/softnet_stat'],
  sample: `# cat /proc/net/softnet_stat
00045663 00000000 00000002 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000
000578fa 0000001c 00000001 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000001`,
  read(lines, at) {
    const command = findPipeline(lines[at] ?? '', [COMMAND])
    if (!command || !isUnfiltered(command)) return undefined
    const { rows, to } = readRun(lines, at + 1, readSoftnetLine)
    if (rows.length === 0 || rows.length > CPUS_MAX) return undefined
    const readings = split(
      rows.map((row) => row.value),
      countReadings(lines[at] ?? ''),
    )
    const fields = readings && compareSoftnet(readings)
    return fields && { facts: [observe(softnet, fields, at, to - 1)], from: at, to }
  },
}

export default softnetStat

function countReadings(line: string): number {
  return line.slice(0, 1_000).split(COMMAND).length - 1
}

/** One reading, or two of as many processors; of more nobody knows where one ends. */
function split(rows: readonly SoftnetLine[], readings: number): readonly SoftnetLine[][] | undefined {
  if (readings === 1) return [[...rows]]
  if (readings !== 2 || rows.length % 2 !== 0) return undefined
  return [rows.slice(0, rows.length / 2), rows.slice(rows.length / 2)]
}
