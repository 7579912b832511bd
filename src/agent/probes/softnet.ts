import type softnet from '../../facts/softnet.ts'
import { type Looked, measured, type Probe } from '../../model/probe.ts'
import { addUpSoftnet, readSoftnetLine } from '../../parsers/text/softnet-line.ts'
import type { NodeView } from '../node-view.ts'
import { visitLines } from './reading/bounded-file.ts'
import { pid1Net } from './reading/pid-1-net.ts'
import { unread } from './reading/unread.ts'

const MOST_BYTES = 1 << 20
const NEEDS = { right: 'the /proc of the node', absent: 'this kernel does not count' }

/** The counters are of processors and not of a namespace: they are the node's wherever they are read. */
const probe: Probe<NodeView> = {
  summary: 'Packets that the processors dropped because their queue was full, or left for later.',
  yields: ['softnet'],
  deadlineMs: 1_000,
  look: (view) => readCounters(pid1Net(view, 'softnet_stat')),
}

export default probe

function readCounters(file: string): Looked {
  try {
    const lines: string[] = []
    visitLines(file, MOST_BYTES, (line) => lines.push(line))
    const counters = lines.flatMap((line) => readSoftnetLine(line) ?? [])
    return {
      facts: counters.length > 0 ? [measured<typeof softnet>('softnet', addUpSoftnet(counters))] : [],
      notChecked: [],
    }
  } catch (error) {
    return { facts: [], notChecked: [unread('packet queues of the processors', error, NEEDS)] }
  }
}
