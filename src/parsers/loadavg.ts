import taskTable from '../facts/task-table.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { typedText } from './text/command-line.ts'
import { followingLine } from './text/following-line.ts'

const LOADS = /^\s{0,20}\d{1,6}\.\d\d \d{1,6}\.\d\d \d{1,6}\.\d\d \d{1,7}\/(\d{1,8}) \d{1,8}\s{0,20}$/

/**
 * The number of threads that the kernel runs, out of /proc/loadavg: `0.52 0.61 0.60 3/31877 40211` has 31,877. It is the
 * node's also when it was read in a container. https://man7.org/linux/man-pages/man5/proc_loadavg.5.html
 *
 * Refuses five such words without `/proc/loadavg` above them, and `uptime`, which has no threads.
 */
const loadavg: Parser = {
  command: 'cat /proc/loadavg',
  cues: ['/proc/loadavg'],
  sample: `# cat /proc/loadavg
0.52 0.61 0.60 3/31877 40211`,
  read(lines, at) {
    const below = /\bcat \/proc\/loadavg(?:$|[\s;&])/.test(typedText(lines[at] ?? ''))
      ? followingLine(lines, at)
      : undefined
    const [, threads] = LOADS.exec(lines[below ?? -1]?.slice(0, 200) ?? '') ?? []
    if (below === undefined || threads === undefined) return undefined
    return { facts: [observe(taskTable, { threads: Number(threads) }, below)], from: at, to: below + 1 }
  },
}

export default loadavg
