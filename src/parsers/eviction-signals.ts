import evictionSignal from '../facts/eviction-signal.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { readEventLine, readRepeats } from './text/event-line.ts'

interface Shortage {
  readonly signal: string
  readonly node: string | undefined
  count: number
  readonly first: number
  last: number
}

const ROWS_MAX = 2_000
const LINE_MAX = 4_000

/** kubelet's words over the years: https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/eviction/helpers.go */
const SIGNALS = new Map([
  ['inodes', 'nodefs.inodesFree'],
  ['nodefsInodes', 'nodefs.inodesFree'],
  ['nodefs.inodesFree', 'nodefs.inodesFree'],
  ['nodefs', 'nodefs.available'],
  ['nodefs.available', 'nodefs.available'],
  ['imagefs', 'imagefs.available'],
  ['imagefs.available', 'imagefs.available'],
  ['imagefsInodes', 'imagefs.inodesFree'],
  ['imagefs.inodesFree', 'imagefs.inodesFree'],
  ['memory', 'memory.available'],
  ['memory.available', 'memory.available'],
  ['pids', 'pid.available'],
  ['pid.available', 'pid.available'],
  ['ephemeral-storage', 'ephemeral-storage'],
])
const SAID =
  /(?:Attempting to reclaim|attempting to reclaim|must evict pod\(s\) to reclaim|The node was low on resource:) \[?([A-Za-z][\w.-]{2,40})/
const STRUCTURED = /(?:attempting to reclaim|must evict pod\(s\) to reclaim)" resourceName="([\w.-]{3,40})"/

/**
 * What kubelet was short of when it evicted pods: `Attempting to reclaim nodefsInodes`, `The node was low on resource:
 * ephemeral-storage`, `must evict pod(s) to reclaim inodes`, as events, in the status of a pod or in kubelet's log.
 * One row for each signal and node, with the repeats of all lines summed.
 *
 * Refuses `low on resource: [DiskPressure]` and `The node had condition: …`: they do not say which resource.
 */
const evictionSignals: Parser = {
  command: 'kubectl describe node',
  cues: ['to reclaim', 'low on resource: '],
  sample: `  Warning  EvictionThresholdMet  3d (x3 over 4d)   kubelet, node4  Attempting to reclaim nodefsInodes
  Warning  EvictionThresholdMet  20h (x9 over 1d)  kubelet, node4  Attempting to reclaim nodefsInodes`,
  read(lines, at) {
    if (!signalIn(lines[at] ?? '')) return undefined
    const shortages = new Map<string, Shortage>()
    for (let i = at; i < lines.length; i++) note(shortages, lines[i] ?? '', i)
    const facts = [...shortages.values()].map(({ first, last, ...fields }) =>
      observe(evictionSignal, fields, first, last),
    )
    return { facts, from: at, to: lines.length }
  },
}

export default evictionSignals

function note(shortages: Map<string, Shortage>, line: string, at: number): void {
  const signal = signalIn(line)
  if (!signal) return
  const event = readEventLine(line)
  const count = event?.count ?? readRepeats(line) ?? 1
  const key = `${signal} ${event?.node ?? ''}`
  const known = shortages.get(key)
  if (known) {
    known.count += count
    known.last = at
  } else if (shortages.size < ROWS_MAX) shortages.set(key, { signal, node: event?.node, count, first: at, last: at })
}

function signalIn(line: string): string | undefined {
  const text = line.slice(0, LINE_MAX)
  const word = SAID.exec(text)?.[1] ?? STRUCTURED.exec(text)?.[1]
  return word && SIGNALS.get(word.replace(/\.$/, ''))
}
