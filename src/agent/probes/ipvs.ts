import type { Looked, Measured, NotChecked, Probe } from '../../model/probe.ts'
import ipvsadm from '../../parsers/ipvsadm.ts'
import type { NodeView } from '../node-view.ts'
import { visitLines } from './reading/bounded-file.ts'
import { foreignPid1, pid1Net } from './reading/pid-1-net.ts'
import { unread } from './reading/unread.ts'

const MOST_BYTES = 4 << 20
const ROWS_MAX = 2_000
const NEEDS = { right: 'the /proc of the node', absent: 'the kernel has no IPVS (ip_vs) loaded' }

/** Line 0 names the version, line 1 is the header that the parser begins at. */
const HEADER_LINE = 1

const probe: Probe<NodeView> = {
  summary: 'The services that IPVS balances on this node, and how many destinations each has.',
  yields: ['virtual-service'],
  deadlineMs: 3_000,
  look: (view) => {
    const foreign = foreignPid1(view, 'IPVS')
    return foreign ? { facts: [], notChecked: [foreign] } : readTable(pid1Net(view, 'ip_vs'))
  },
}

export default probe

function readTable(file: string): Looked {
  try {
    const lines: string[] = []
    const { whole } = visitLines(file, MOST_BYTES, (line) => lines.push(line))
    const services = ipvsadm.read(lines, HEADER_LINE)?.facts ?? []
    const rows: Measured[] = services.map(({ kind, fields }) => ({ kind, fields }))
    // Of the last service before a cut not all destinations were seen.
    return { facts: whole ? rows : rows.slice(0, -1), notChecked: whole && rows.length < ROWS_MAX ? [] : [cut(rows)] }
  } catch (error) {
    return { facts: [], notChecked: [unread('IPVS', error, NEEDS)] }
  }
}

function cut(rows: readonly Measured[]): NotChecked {
  return { what: 'IPVS', why: 'budget', says: `the table is longer than the first ${rows.length} services of it` }
}
