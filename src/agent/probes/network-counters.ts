import type networkCounter from '../../facts/network-counter.ts'
import { type Looked, type Measured, measured, type Probe } from '../../model/probe.ts'
import type { NodeView } from '../node-view.ts'
import { visitLines } from './reading/bounded-file.ts'
import { foreignPid1, pid1Net } from './reading/pid-1-net.ts'
import { unread } from './reading/unread.ts'

const MOST_BYTES = 65_536
const NEEDS = { right: 'the /proc of the node', absent: 'this kernel has no such counters' }

/** Those that say that something was dropped, refused or ran short, and what to hold them against. */
const COUNTERS: ReadonlySet<string> = new Set([
  'IpInReceives',
  'IpForwDatagrams',
  'IpOutNoRoutes',
  'IpReasmFails',
  'IpFragFails',
  'TcpActiveOpens',
  'TcpPassiveOpens',
  'TcpAttemptFails',
  'TcpOutSegs',
  'TcpRetransSegs',
  'UdpInDatagrams',
  'UdpNoPorts',
  'UdpRcvbufErrors',
  'UdpSndbufErrors',
  'UdpMemErrors',
  'TcpExtListenOverflows',
  'TcpExtListenDrops',
  'TcpExtTCPBacklogDrop',
  'TcpExtTCPReqQFullDrop',
  'TcpExtTCPTimeWaitOverflow',
  'TcpExtTCPAbortOnMemory',
  'TcpExtTCPMemoryPressures',
  'TcpExtPruneCalled',
  'TcpExtIPReversePathFilter',
  'TcpExtTCPMTUPFail',
  'TcpExtTCPTimeouts',
])

/** The counters of pid 1's namespace, so that they are the node's also from a container. */
const probe: Probe<NodeView> = {
  summary: 'Counters of the TCP/IP stack of the node that tell of drops, refusals and shortages since boot.',
  yields: ['network-counter'],
  deadlineMs: 1_000,
  look: (view) => {
    const foreign = foreignPid1(view, 'network counters')
    if (foreign) return { facts: [], notChecked: [foreign] }
    const looks = ['snmp', 'netstat'].map((file) => readCounters(pid1Net(view, file)))
    return { facts: looks.flatMap((look) => look.facts), notChecked: looks.flatMap((look) => look.notChecked) }
  },
}

export default probe

function readCounters(file: string): Looked {
  try {
    const lines: string[] = []
    visitLines(file, MOST_BYTES, (line) => lines.push(line))
    return { facts: lines.flatMap((line, i) => pair(line, lines[i + 1] ?? '')), notChecked: [] }
  } catch (error) {
    return { facts: [], notChecked: [unread(file, error, NEEDS)] }
  }
}

/** Names on one line, values on the next, each behind the same `Tcp:`. */
function pair(line: string, next: string): Measured[] {
  const [group = '', ...names] = line.split(' ')
  const [sameGroup, ...values] = next.split(' ')
  if (group === '' || group !== sameGroup || names.length !== values.length) return []
  return names.flatMap((name, i) => counter(`${group.slice(0, -1)}${name}`, values[i] ?? ''))
}

function counter(name: string, text: string): Measured[] {
  if (!COUNTERS.has(name) || !/^\d{1,20}$/.test(text)) return []
  return [measured<typeof networkCounter>('network-counter', { name, value: Number(text), sinceBoot: true })]
}
