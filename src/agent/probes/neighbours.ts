import type neighbourTable from '../../facts/neighbour-table.ts'
import { type Looked, measured, type NotChecked, type Probe } from '../../model/probe.ts'
import { readNeighbourTotals } from '../../parsers/text/neighbour-totals.ts'
import type { NodeView } from '../node-view.ts'
import { lookOrSay, nothing, together } from './reading/all-looks.ts'
import { readStart } from './reading/bounded-file.ts'
import { findSysctl } from './reading/kernel-number.ts'
import { foreignPid1, pid1Net } from './reading/pid-1-net.ts'

const MOST_BYTES = 256 * 1024
const TABLES = [
  { family: 'IPv4', file: 'stat/arp_cache', parameters: 'net.ipv4.neigh.default' },
  { family: 'IPv6', file: 'stat/ndisc_cache', parameters: 'net.ipv6.neigh.default' },
] as const

/** The tables are the kernel's, one for all network namespaces; their thresholds are shown in the first namespace only. */
const probe: Probe<NodeView> = {
  summary: 'Neighbours (ARP, NDP) of all network namespaces against gc_thresh3, and how often the table was full.',
  yields: ['neighbour-table'],
  deadlineMs: 1_000,
  look: (view) => together(TABLES.map((table) => look(view, table))),
}

export default probe

function look(view: NodeView, { family, file, parameters }: (typeof TABLES)[number]): Looked {
  const what = `neighbours of ${family}`
  const foreign = foreignPid1(view, what)
  if (foreign) return nothing(foreign)
  return lookOrSay(what, { right: 'to read /proc/1/net', absent: `the kernel has no ${family}` }, () => {
    const totals = readNeighbourTotals(readStart(pid1Net(view, file), MOST_BYTES).split('\n'), 0)
    if (!totals) throw new Error(`no table of neighbours in ${file}`)
    const { entries, overflows } = totals
    const [gcThresh1, gcThresh3] = [1, 3].map((level) => findSysctl(view, `${parameters}.gc_thresh${level}`))
    const usedPercent = gcThresh3 !== undefined && gcThresh3 > 0 ? (100 * entries) / gcThresh3 : undefined
    const facts = [
      measured<typeof neighbourTable>('neighbour-table', {
        family,
        entries,
        gcThresh1,
        gcThresh3,
        usedPercent,
        overflows,
      }),
    ]
    return { facts, notChecked: gcThresh3 === undefined ? [withoutThreshold(parameters)] : [] }
  })
}

function withoutThreshold(parameters: string): NotChecked {
  return {
    what: `${parameters}.gc_thresh3`,
    why: 'not-trusted',
    says: 'the kernel shows it in the network namespace of the node only: the agent has one of its own',
  }
}
