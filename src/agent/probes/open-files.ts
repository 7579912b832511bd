import { statSync } from 'node:fs'
import type openFiles from '../../facts/open-files.ts'
import type processFiles from '../../facts/process-files.ts'
import { type Looked, type Measured, measured, type NotChecked, type Probe } from '../../model/probe.ts'
import type { NodeView } from '../node-view.ts'
import { readStart } from './reading/bounded-file.ts'
import { foreignPid1 } from './reading/pid-1-net.ts'
import { listProcesses, orGone, processName, visitNames } from './reading/processes.ts'
import { unread } from './reading/unread.ts'

const NEAREST = 5
const MOST_COUNTED = 200_000
const LIMIT = /^Max open files +(\d{1,20}|unlimited) /m

/**
 * From Linux 6.2 on the size of /proc/<pid>/fd is the number of descriptors, and anybody may ask for it; before, the
 * directory must be read, which only its owner may. https://docs.kernel.org/filesystems/proc.html
 */
const probe: Probe<NodeView> = {
  summary: 'Open files of the node against fs.file-max, and the processes nearest to their own limit.',
  yields: ['open-files', 'process-files'],
  rights: [
    {
      right: 'CAP_SYS_PTRACE, on kernels before 6.2, for the processes of other users',
      price: 'reads the memory of every process, and as root writes to the node through /proc/<pid>/root',
    },
  ],
  deadlineMs: 3_000,
  look(view) {
    const processes = lookAtProcesses(view)
    const node = lookAtNode(view, nearestOf(processes))
    return { facts: [...node.facts, ...processes.facts], notChecked: [...node.notChecked, ...processes.notChecked] }
  },
}

export default probe

function nearestOf({ facts }: Looked): number | undefined {
  const share = facts.find(({ fields }) => fields.allProcesses === true)?.fields.usedPercent
  return typeof share === 'number' ? share : undefined
}

function lookAtNode(view: NodeView, nearestProcessPercent: number | undefined): Looked {
  const file = '/proc/sys/fs/file-nr'
  try {
    const numbers = readStart(`${view.proc}/sys/fs/file-nr`, 128).trim().split(/\s+/)
    const [open = Number.NaN, , limit = 0] = numbers.map(Number)
    if (!Number.isFinite(open) || !(limit > 0)) throw new Error('not three numbers')
    const fields = { open, limit, usedPercent: (100 * open) / limit, nearestProcessPercent }
    return { facts: [measured<typeof openFiles>('open-files', fields)], notChecked: [] }
  } catch (error) {
    return { facts: [], notChecked: [unread(file, error, { right: 'to read it', absent: 'no procfs' })] }
  }
}

interface Holder {
  readonly pid: number
  readonly open: number
  readonly limit: number
}

/** What one process says: its count, that it may not be seen, or that there is nothing to say (it ended, or has no limit). */
type Seen = Holder | 'hidden' | undefined

function lookAtProcesses(view: NodeView): Looked {
  const foreign = foreignPid1(view, 'open files of processes')
  if (foreign) return { facts: [], notChecked: [foreign] }
  try {
    const { pids, whole } = listProcesses(view)
    const sizesAreCounts = hasCountsAsSizes(view)
    const seen = pids.map((pid) => lookAt(view, pid, sizesAreCounts))
    const hidden = seen.filter((it) => it === 'hidden').length
    const holders = seen.filter((it) => it !== undefined && it !== 'hidden')
    const nearest = holders.toSorted((a, b) => b.open / b.limit - a.open / a.limit).slice(0, NEAREST)
    const allProcesses = whole && hidden === 0
    return {
      facts: nearest.map((holder, i) => describe(view, holder, i === 0 && allProcesses)),
      notChecked: hidden > 0 ? [hiddenFrom(hidden, pids.length)] : [],
    }
  } catch (error) {
    return {
      facts: [],
      notChecked: [unread('open files of processes', error, { right: 'the procfs of the node', absent: 'no procfs' })],
    }
  }
}

function lookAt(view: NodeView, pid: number, sizesAreCounts: boolean): Seen {
  try {
    const limit = orGone(() => softLimit(view, pid))
    const open = limit === undefined ? undefined : orGone(() => countOpen(view, pid, sizesAreCounts))
    return limit === undefined || open === undefined ? undefined : { pid, open, limit }
  } catch {
    return 'hidden'
  }
}

function softLimit(view: NodeView, pid: number): number | undefined {
  const [, soft] = LIMIT.exec(readStart(`${view.proc}/${pid}/limits`, 4096)) ?? []
  return soft === undefined || soft === 'unlimited' || soft === '0' ? undefined : Number(soft)
}

function countOpen(view: NodeView, pid: number, sizesAreCounts: boolean): number {
  const { size } = statSync(`${view.proc}/${pid}/fd`)
  if (size > 0 || sizesAreCounts) return size
  let count = 0
  visitNames(`${view.proc}/${pid}/fd`, () => ++count < MOST_COUNTED)
  return count
}

/** We have something open ourselves. */
function hasCountsAsSizes(view: NodeView): boolean {
  try {
    return statSync(`${view.proc}/self/fd`).size > 0
  } catch {
    return false
  }
}

function describe(view: NodeView, { pid, open, limit }: Holder, isNearest: boolean): Measured {
  return measured<typeof processFiles>('process-files', {
    pid,
    process: processName(view, pid),
    open,
    limit,
    usedPercent: (100 * open) / limit,
    allProcesses: isNearest ? true : undefined,
  })
}

function hiddenFrom(hidden: number, processes: number): NotChecked {
  return {
    what: 'open files of processes',
    why: 'missing-right',
    says: `${hidden} of ${processes} processes belong to other users: needs CAP_SYS_PTRACE before Linux 6.2`,
  }
}
