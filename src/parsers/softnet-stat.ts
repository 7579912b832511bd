import softnet from '../facts/softnet.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { findPipeline, isUnfiltered } from './text/pipeline.ts'
import { readRun } from './text/run.ts'
import { addUpSoftnet, readSoftnetLine } from './text/softnet-line.ts'

const COMMAND = 'cat /proc/net/softnet_stat'
const CPUS_MAX = 8_192

/**
 * /proc/net/softnet_stat: one line a processor, hexadecimal, without a header. Read only below the command that shows
 * it, since the columns have no names; the sum of all its lines is one row.
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
    const fields = addUpSoftnet(rows.map((row) => row.value))
    return { facts: [observe(softnet, fields, at, to - 1)], from: at, to }
  },
}

export default softnetStat
