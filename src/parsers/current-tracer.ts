import tracer from '../facts/tracer.ts'
import { observe } from '../model/fact.ts'
import type { Parser, Reading } from '../model/parser.ts'
import { followingLine } from './text/following-line.ts'

/** The tracers of mainline: https://docs.kernel.org/trace/ftrace.html#the-tracers */
const TRACERS = new Set([
  ...['nop', 'function', 'function_graph', 'blk', 'hwlat', 'osnoise', 'timerlat', 'mmiotrace', 'branch'],
  ...['irqsoff', 'preemptoff', 'preemptirqsoff', 'wakeup', 'wakeup_rt', 'wakeup_dl'],
])

/**
 * Reads which tracer ftrace runs, out of `cat …/current_tracer` and the word on the next line, or out of
 * `grep . …/current_tracer` with file name.
 *
 * Refuses a word that is no tracer, an `echo` into the file, and a `cat` of several files.
 */
const currentTracer: Parser = {
  command: 'cat /sys/kernel/debug/tracing/current_tracer',
  cues: ['current_tracer'],
  sample: `# cat /sys/kernel/debug/tracing/current_tracer
function_graph`,
  read(lines, at) {
    const line = lines[at]?.slice(0, 500).trim() ?? ''
    const named = /^\/\S{1,200}\/current_tracer:(\w{1,40})$/.exec(line)?.[1]
    if (named) return reading(named, at, at)
    const next = /(?:^|[\s;&|])cat \S{0,200}current_tracer$/.test(line) ? followingLine(lines, at) : undefined
    return next === undefined ? undefined : reading(lines[next]?.slice(0, 100).trim() ?? '', at, next)
  },
}

export default currentTracer

function reading(current: string, from: number, at: number): Reading | undefined {
  return TRACERS.has(current) ? { facts: [observe(tracer, { current }, at)], from, to: at + 1 } : undefined
}
