import tracingUser from '../facts/tracing-user.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'

/**
 * Reads what the tools of perf-tools (funcgraph, execsnoop, opensnoop, …) say when another of them left its lock.
 *
 * Takes the line only with both process id and lock file on it. https://github.com/brendangregg/perf-tools
 */
const ftraceLock: Parser = {
  command: 'funcgraph',
  cues: ['ftrace may be in use by PID'],
  sample: 'ERROR: ftrace may be in use by PID 31337 /var/tmp/.ftrace-lock',
  read(lines, at) {
    const row = /ftrace may be in use by PID (\d{1,7}) (\/\S{1,200})$/.exec(lines[at]?.slice(0, 500).trim() ?? '')
    if (!row?.[2]) return undefined
    return { facts: [observe(tracingUser, { pid: Number(row[1]), path: row[2] }, at)], from: at, to: at + 1 }
  },
}

export default ftraceLock
