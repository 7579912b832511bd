import tracingUser from '../facts/tracing-user.ts'
import type { Observation } from '../model/fact.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { followingLine } from './text/following-line.ts'

/**
 * Reads who holds files of tracefs open, out of `lsof`.
 *
 * Understands rows with and without thread columns (`lsof -K`, old lsof), and rows whose path was broken behind a
 * slash (`…/tracing/instances/`, then `demo/per_cpu/cpu1/trace_pipe_raw`). Each descriptor is a row of its own.
 *
 * Refuses what is not an open regular file: a shell whose working directory is tracefs does not use the tracer. A path
 * whose second half is not to be found yields nothing.
 */
const lsofTracing: Parser = {
  command: 'lsof | grep /tracing/',
  cues: ['/sys/kernel/debug/tracing/', '/sys/kernel/tracing/'],
  sample: `COMMAND     PID   TID TASKCMD   USER   FD      TYPE             DEVICE SIZE/OFF    NODE NAME
python3   13105 13147 python3   root    3r      REG               0,39        0       6 /sys/kernel/tracing/instances/demo/per_cpu/cpu0/trace_pipe_raw`,
  read(lines, at) {
    const line = lines[at]?.slice(0, 1000).trim() ?? ''
    const holder = readHolder(line)
    if (!holder) return undefined
    const last = holder.path.endsWith('/') ? followingLine(lines, at) : at
    const path = last === undefined || last === at ? holder.path : joined(holder.path, lines[last])
    const facts = path && !path.endsWith('/') ? [factOf({ ...holder, path }, at, last ?? at)] : []
    return facts.length > 0 ? { facts, from: at, to: (last ?? at) + 1 } : undefined
  },
}

export default lsofTracing

interface Holder {
  readonly process: string
  readonly pid: number
  readonly path: string
}

/** COMMAND PID … FD TYPE DEVICE SIZE/OFF NODE NAME */
function readHolder(line: string): Holder | undefined {
  const words = line.split(/\s+/)
  const [process = '', pid = ''] = words
  const path = words.at(-1) ?? ''
  const [fd = '', type] = words.slice(-6, -4)
  if (!/^\d{1,7}$/.test(pid) || !/^\d{1,7}[rwu-]?[a-zA-Z]?$/.test(fd) || type !== 'REG') return undefined
  return /^\/sys\/kernel\/(?:debug\/)?tracing\/./.test(path) ? { process, pid: Number(pid), path } : undefined
}

/** Undefined when the next line is not the rest of a path. */
function joined(path: string, next: string | undefined): string | undefined {
  const rest = next?.slice(0, 300).trim() ?? ''
  return /^[\w.-]{1,100}(?:\/[\w.-]{1,100}){0,8}$/.test(rest) ? path + rest : undefined
}

function factOf({ process, pid, path }: Holder, first: number, last: number): Observation {
  const instance = /\/tracing\/instances\/([^/]{1,255})\//.exec(path)?.[1]
  return observe(tracingUser, { process, pid, path, instance }, first, last)
}
