import osRelease from '../facts/os-release.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { describeOsRelease, readOsReleaseLine } from './text/os-release-line.ts'
import { readRun } from './text/run.ts'

/** How far above a variable the file may begin. */
const LINES_BACK = 8

/**
 * /etc/os-release as `cat` shows it: `NAME=value` lines that stand together.
 *
 * Refused: lines without an ID among them (`NAME=` and `VERSION=` alone are shell variables of anything).
 */
const osReleaseParser: Parser = {
  command: 'cat /etc/os-release',
  cues: ['PRETTY_NAME=', 'VERSION_ID='],
  sample: `# cat /etc/os-release
PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
NAME="Debian GNU/Linux"
VERSION_ID="12"
ID=debian`,
  read(lines, at) {
    const from = firstLine(lines, at)
    const { rows, to } = readRun(lines, from, readOsReleaseLine)
    if (rows.length === 0) return undefined
    const fields = describeOsRelease(rows.map((row) => row.value))
    return { facts: fields ? [observe(osRelease, fields, from, to - 1)] : [], from, to }
  },
}

export default osReleaseParser

function firstLine(lines: readonly string[], at: number): number {
  let from = at
  while (from > 0 && at - from < LINES_BACK && readOsReleaseLine(lines[from - 1] ?? '')) from--
  return from
}
