import openFiles from '../facts/open-files.ts'
import { observe } from '../model/fact.ts'
import type { Parser, Reading } from '../model/parser.ts'
import { typedText } from './text/command-line.ts'
import { followingLine } from './text/following-line.ts'

const NUMBERS = '(\\d{1,19})[ \\t]{1,8}\\d{1,19}[ \\t]{1,8}(\\d{1,19})'
const NAMED = new RegExp(`^\\s{0,20}(?:fs\\.file-nr = |/proc/sys/fs/file-nr:)${NUMBERS}\\s{0,20}$`)
const ALONE = new RegExp(`^\\s{0,20}${NUMBERS}\\s{0,20}$`)
const COMMAND = /^(?:sudo )?(?:cat \/proc\/sys\/fs\/file-nr|sysctl -n fs\.file-nr)$/

/**
 * Open files of the node: `fs.file-nr = 9088 0 9223372036854775807`, and the three bare numbers below
 * `cat /proc/sys/fs/file-nr`. The first is what is open, the third is fs.file-max.
 * https://docs.kernel.org/admin-guide/sysctl/fs.html#file-max-file-nr
 *
 * Refuses three numbers without the command that printed them.
 */
const fileNr: Parser = {
  command: 'sysctl fs.file-nr',
  cues: ['file-nr'],
  sample: `# cat /proc/sys/fs/file-nr
9088	0	1623890`,
  read(lines, at) {
    const named = NAMED.exec(lines[at]?.slice(0, 200) ?? '')
    if (named) return reading(named, at, at)
    const below = COMMAND.test(typedText(lines[at] ?? '')) ? followingLine(lines, at) : undefined
    const alone = below === undefined ? null : ALONE.exec(lines[below]?.slice(0, 200) ?? '')
    return alone && below !== undefined ? reading(alone, at, below) : undefined
  },
}

export default fileNr

function reading([, open, limit]: RegExpExecArray, from: number, at: number): Reading | undefined {
  const [count, most] = [Number(open), Number(limit)]
  if (most <= 0) return undefined
  const fields = { open: count, limit: most, usedPercent: (100 * count) / most }
  return { facts: [observe(openFiles, fields, at)], from, to: at + 1 }
}
