import type conntrackTable from '../../facts/conntrack-table.ts'
import { type Looked, type Measured, measured, type NotChecked, type Probe } from '../../model/probe.ts'
import type { NodeView } from '../node-view.ts'
import { lookOrSay, nothing } from './reading/all-looks.ts'
import { readStart } from './reading/bounded-file.ts'
import { findSysctl } from './reading/kernel-number.ts'
import { isInNetworkOfNode, networkOf } from './reading/own-namespaces.ts'
import { foreignPid1, pid1Net } from './reading/pid-1-net.ts'
import { listProcesses, processName } from './reading/processes.ts'

const FULLEST = 5
const MOST_NAMESPACES = 500
const MOST_BYTES = 256 * 1024

/**
 * Each network namespace has a table of its own. /proc/<pid>/net/stat/nf_conntrack tells that of the process, whoever
 * reads it; /proc/sys/net answers for the reader, so that the limit is taken only when the reader is where pid 1 is.
 * https://github.com/torvalds/linux/blob/master/net/netfilter/nf_conntrack_standalone.c
 */
const probe: Probe<NodeView> = {
  summary: 'Tracked connections of the node and of the fullest network namespaces, against their limit, and refusals.',
  yields: ['conntrack-table'],
  deadlineMs: 3_000,
  look(view) {
    const what = 'connection tracking'
    const foreign = foreignPid1(view, what)
    if (foreign) return nothing(foreign)
    const why = { right: 'to read /proc/1/net', absent: 'the kernel does not track connections (nf_conntrack)' }
    return lookOrSay(what, why, () => look(view))
  },
}

export default probe

interface Table {
  readonly pid: number
  readonly count: number
  readonly dropped: number | undefined
  readonly earlyDropped: number | undefined
  readonly insertFailed: number | undefined
}

function look(view: NodeView): Looked {
  const node = readTable(view, 1)
  const ours = isInNetworkOfNode(view)
  const max = ours ? findSysctl(view, 'net.netfilter.nf_conntrack_max') : undefined
  const others = otherNamespaces(view).flatMap((pid) => findTable(view, pid))
  const fullest = others.toSorted((a, b) => b.count - a.count).slice(0, FULLEST)
  return {
    facts: [describe(view, node, max, true), ...fullest.map((table) => describe(view, table, max, undefined))],
    notChecked: ours ? [] : [limitOfOurs],
  }
}

const limitOfOurs: NotChecked = {
  what: 'net.netfilter.nf_conntrack_max',
  why: 'not-trusted',
  says: 'the agent has a network namespace of its own (no hostNetwork), and the kernel answers for that one',
}

/** One process of each namespace that is not pid 1's. */
function otherNamespaces(view: NodeView): number[] {
  const found = new Map<number, number>()
  const node = networkOf(view, 1)
  for (const pid of listProcesses(view).pids) {
    const namespace = networkOf(view, pid)
    if (namespace !== undefined && namespace !== node && !found.has(namespace)) found.set(namespace, pid)
    if (found.size >= MOST_NAMESPACES) break
  }
  return [...found.values()]
}

function findTable(view: NodeView, pid: number): Table[] {
  try {
    return [readTable(view, pid)]
  } catch {
    return []
  }
}

/** A row for each CPU in hexadecimal below a row of names; `entries` is the same in all, the others add up. */
function readTable(view: NodeView, pid: number): Table {
  const file = pid === 1 ? pid1Net(view, 'stat/nf_conntrack') : `${view.proc}/${pid}/net/stat/nf_conntrack`
  const [names = [], ...rows] = readStart(file, MOST_BYTES)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.trim().split(/\s+/))
  const sum = (name: string): number | undefined => {
    const at = names.indexOf(name)
    return at < 0 ? undefined : rows.reduce((total, row) => total + Number.parseInt(row[at] ?? '', 16), 0)
  }
  const count = Number.parseInt(rows[0]?.[names.indexOf('entries')] ?? '', 16)
  if (Number.isNaN(count)) throw new Error('no entries in /proc/net/stat/nf_conntrack')
  return {
    pid,
    count,
    dropped: sum('drop'),
    earlyDropped: sum('early_drop'),
    insertFailed: sum('insert_failed'),
  }
}

function describe(view: NodeView, table: Table, max: number | undefined, node: true | undefined): Measured {
  const usedPercent = max !== undefined && max > 0 ? (100 * table.count) / max : undefined
  return measured<typeof conntrackTable>('conntrack-table', {
    ...table,
    max,
    usedPercent,
    process: processName(view, table.pid),
    node,
  })
}
