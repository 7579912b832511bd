import processFiles from '../facts/process-files.ts'
import { observe } from '../model/fact.ts'
import type { Parser, Reading } from '../model/parser.ts'
import { numberBelow } from './text/bare-number.ts'
import { typedText } from './text/command-line.ts'

const LIMIT = /^Max open files {1,20}(\d{1,12}) {1,20}(?:\d{1,12}|unlimited) {1,20}files\s{0,20}$/
const TABLE = /\/proc\/(\d{1,10})\/limits\b/
const COUNT = /^(?:sudo )?ls(?: -[1AfU]{1,3})? \/proc\/(\d{1,10})\/fd\/? ?\| ?wc -l(?:$| ?[;&])/
/** `Max open files` is the eighth row of the table. */
const ABOVE = 12

/**
 * Open files of one process and what it may have: the row `Max open files` of /proc/<pid>/limits (the soft limit), and
 * the bare number below `ls /proc/<pid>/fd | wc -l`.
 *
 * Refuses `ls -l`, which counts a line too many, `ls -a`, which counts two, and a limit whose process the paste does not name.
 */
const procLimits: Parser = {
  command: 'cat /proc/<pid>/limits',
  cues: ['Max open files', '/fd | wc -l', '/fd/ | wc -l', '/fd|wc -l'],
  sample: `# ls /proc/812/fd | wc -l
1019
# cat /proc/812/limits
Limit                     Soft Limit           Hard Limit           Units
Max open files            1024                 524288               files`,
  read(lines, at) {
    return readLimit(lines, at) ?? readCount(lines, at)
  },
}

export default procLimits

function readLimit(lines: readonly string[], at: number): Reading | undefined {
  const [, soft] = LIMIT.exec(lines[at]?.slice(0, 200) ?? '') ?? []
  const pid = soft === undefined ? undefined : pidAbove(lines, at)
  if (soft === undefined || pid === undefined) return undefined
  return { facts: [observe(processFiles, { pid, limit: Number(soft) }, at)], from: at, to: at + 1 }
}

/** The process of the nearest command above that reads a table of limits. */
function pidAbove(lines: readonly string[], at: number): number | undefined {
  for (let i = at - 1; i >= Math.max(0, at - ABOVE); i--) {
    const [, pid] = TABLE.exec(lines[i]?.slice(0, 500) ?? '') ?? []
    if (pid) return Number(pid)
  }
  return undefined
}

function readCount(lines: readonly string[], at: number): Reading | undefined {
  const [, pid] = COUNT.exec(typedText(lines[at] ?? '')) ?? []
  const counted = pid === undefined ? undefined : numberBelow(lines, at)
  if (!counted || counted.value === 0) return undefined
  const fact = observe(processFiles, { pid: Number(pid), open: counted.value }, counted.at)
  return { facts: [fact], from: at, to: counted.at + 1 }
}
