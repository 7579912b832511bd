import memory from '../facts/memory.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { readMeminfo, readMeminfoRow } from './text/meminfo.ts'
import { readRun } from './text/run.ts'

/**
 * The memory of a node, out of /proc/meminfo (`MemTotal:  16316412 kB`, in KiB whatever it says), whole or as far as it was
 * pasted from its first row on.
 *
 * Refuses the rows of one process (/proc/<pid>/status, smaps) and of one NUMA node, which begin otherwise.
 */
const meminfo: Parser = {
  command: 'cat /proc/meminfo',
  cues: ['MemTotal:'],
  sample: `MemTotal:       16316412 kB
MemFree:          204512 kB
MemAvailable:     181200 kB
SwapTotal:             0 kB
SwapFree:              0 kB
SUnreclaim:      9120044 kB`,
  read(lines, at) {
    const { rows, to } = readRun(lines, at, (line) => (isRow(line) ? line : undefined))
    const figures = readMeminfo(rows.map(({ value }) => value))
    if (figures.totalBytes === undefined) return undefined
    return { facts: [observe(memory, { ...figures }, at, to - 1)], from: at, to }
  },
}

export default meminfo

/** Rows of counts (`HugePages_Total: 0`) have no unit. */
function isRow(line: string): boolean {
  return (
    readMeminfoRow(line) !== undefined ||
    /^\s{0,20}HugePages_\w{4,8}:\s{1,20}\d{1,12}\s{0,20}$/.test(line.slice(0, 200))
  )
}
