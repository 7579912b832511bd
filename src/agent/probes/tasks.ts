import type pidsCgroup from '../../facts/pids-cgroup.ts'
import { shareOfTasks } from '../../facts/rows/share-of-tasks.ts'
import type taskTable from '../../facts/task-table.ts'
import type zombies from '../../facts/zombies.ts'
import { type Looked, type Measured, measured, type NotChecked, type Probe } from '../../model/probe.ts'
import type { NodeView } from '../node-view.ts'
import { lookOrSay, nothing, together } from './reading/all-looks.ts'
import { readStart } from './reading/bounded-file.ts'
import { findHierarchy, foreignCgroups, visitCgroups } from './reading/cgroup-tree.ts'
import { findKernelNumber, findSysctl } from './reading/kernel-number.ts'
import { foreignPid1 } from './reading/pid-1-net.ts'
import { listProcesses, orGone, processName, statusField } from './reading/processes.ts'

const NEAREST = 5
const WALK_MS = 1_500

/**
 * The number of threads in /proc/loadavg is the node's, whoever reads it. kernel.pid_max belongs to the reader's pid
 * namespace from Linux 6.14 on: https://docs.kernel.org/admin-guide/sysctl/kernel.html#pid-max
 */
const probe: Probe<NodeView> = {
  summary: 'Threads of the node and of each cgroup against their limits, forks that were refused, and zombies.',
  yields: ['task-table', 'pids-cgroup', 'zombies'],
  deadlineMs: 4_000,
  look(view) {
    const cgroups = lookAtCgroups(view)
    return together([lookAtNode(view, cgroups.nearestPercent, nearestUser(view)), cgroups.looked, lookAtZombies(view)])
  },
}

export default probe

function lookAtNode(
  view: NodeView,
  nearestCgroupPercent: number | undefined,
  nearestUserPercent: number | undefined,
): Looked {
  return lookOrSay('threads of the node', { right: 'to read /proc/loadavg', absent: 'no procfs' }, () => {
    const threads = Number(/ \d{1,9}\/(\d{1,9}) /.exec(readStart(`${view.proc}/loadavg`, 128))?.[1])
    if (!Number.isFinite(threads)) throw new Error('no number of threads in /proc/loadavg')
    const pidMax = view.contained ? undefined : findSysctl(view, 'kernel.pid_max')
    const threadsMax = findSysctl(view, 'kernel.threads-max')
    const usedPercent = shareOfTasks(threads, pidMax, threadsMax)
    return {
      facts: [
        measured<typeof taskTable>('task-table', {
          threads,
          pidMax,
          threadsMax,
          usedPercent,
          nearestCgroupPercent,
          nearestUserPercent,
        }),
      ],
      notChecked: view.contained ? [pidMaxOfOurs] : [],
    }
  })
}

const pidMaxOfOurs: NotChecked = {
  what: 'kernel.pid_max',
  why: 'not-trusted',
  says: 'from Linux 6.14 on it belongs to the pid namespace of the agent',
}

interface Holder {
  readonly cgroup: string
  readonly current: number
  readonly limit: number | undefined
  readonly usedPercent: number | undefined
  readonly refusals: number | undefined
}

/** RLIMIT_NPROC counts the threads of a real user: https://man7.org/linux/man-pages/man2/getrlimit.2.html */
function nearestUser(view: NodeView): number | undefined {
  if (foreignPid1(view, 'processes of users')) return undefined
  try {
    const { pids, whole } = listProcesses(view)
    const processes = pids.flatMap((pid) => readOwned(view, pid) ?? [])
    const threads = new Map<string, number>()
    for (const { uid, count } of processes) threads.set(uid, (threads.get(uid) ?? 0) + count)
    const shares = processes.map(({ uid, limit }) => (100 * (threads.get(uid) ?? 0)) / limit)
    return whole ? shares.reduce((most, share) => Math.max(most, share), 0) : undefined
  } catch {
    return undefined
  }
}

interface Owned {
  readonly uid: string
  readonly count: number
  /** `Infinity` when it has none. */
  readonly limit: number
}

/** Undefined for root and for a process that ended. */
function readOwned(view: NodeView, pid: number): Owned[] | undefined {
  const [uid] = statusField(view, pid, 'Uid')?.split(/\s+/) ?? []
  if (uid === undefined || uid === '0') return undefined
  const limits = orGone(() => readStart(`${view.proc}/${pid}/limits`, 4096)) ?? ''
  const [, limit = 'unlimited'] = /^Max processes +(\d{1,12}|unlimited) /m.exec(limits) ?? []
  const count = Number(statusField(view, pid, 'Threads') ?? 1)
  return [{ uid, count, limit: limit === 'unlimited' ? Number.POSITIVE_INFINITY : Math.max(1, Number(limit)) }]
}

interface LookedAtCgroups {
  readonly looked: Looked
  /** Undefined unless all were seen. */
  readonly nearestPercent: number | undefined
}

function lookAtCgroups(view: NodeView): LookedAtCgroups {
  const what = 'pids of cgroups'
  const foreign = foreignCgroups(view, what)
  const hierarchy = foreign ? undefined : findHierarchy(view, 'pids')
  const absent: NotChecked = { what, why: 'not-here', says: `no cgroups with a limit of pids below ${view.sys}` }
  if (!hierarchy) return { looked: nothing(foreign ?? absent), nearestPercent: undefined }
  const holders: Holder[] = []
  const { whole } = visitCgroups(hierarchy.mount, Date.now() + WALK_MS, (cgroup) => {
    holders.push(...(readHolder(hierarchy.mount, cgroup) ?? []))
  })
  const told = worthTelling(holders)
  const facts = told.map((holder, i) =>
    measured<typeof pidsCgroup>('pids-cgroup', { ...holder, allCgroups: whole && i === 0 ? true : undefined }),
  )
  const cut: NotChecked = { what, why: 'budget', says: 'there are more cgroups than are looked at' }
  return {
    looked: { facts, notChecked: whole ? [] : [cut] },
    nearestPercent: whole ? (told[0]?.usedPercent ?? 0) : undefined,
  }
}

function readHolder(mount: string, cgroup: string): Holder[] | undefined {
  const folder = `${mount}${cgroup}`
  const current = findKernelNumber(`${folder}/pids.current`)
  if (current === undefined) return undefined
  const limit = findKernelNumber(`${folder}/pids.max`)
  const usedPercent = limit !== undefined && limit > 0 ? (100 * current) / limit : undefined
  return [{ cgroup, current, limit, usedPercent, refusals: refusalsIn(folder) }]
}

/** `max 12`: https://docs.kernel.org/admin-guide/cgroup-v2.html#pid-interface-files */
function refusalsIn(folder: string): number | undefined {
  try {
    const [, count] = /^max (\d{1,15})$/m.exec(readStart(`${folder}/pids.events`, 256)) ?? []
    return count === undefined ? undefined : Number(count)
  } catch {
    return undefined
  }
}

/** The nearest to their limit first, then those that refused most. */
function worthTelling(holders: readonly Holder[]): Holder[] {
  const limited = holders.filter(({ usedPercent }) => usedPercent !== undefined)
  const nearest = limited.toSorted((a, b) => (b.usedPercent ?? 0) - (a.usedPercent ?? 0)).slice(0, NEAREST)
  const refused = holders.filter(({ refusals }) => refusals !== undefined && refusals > 0)
  const most = refused.toSorted((a, b) => (b.refusals ?? 0) - (a.refusals ?? 0)).slice(0, NEAREST)
  return [...new Set([...nearest, ...most])]
}

function lookAtZombies(view: NodeView): Looked {
  const what = 'zombies'
  const foreign = foreignPid1(view, what)
  if (foreign) return nothing(foreign)
  return lookOrSay(what, { right: 'the procfs of the node', absent: 'no procfs' }, () => {
    const { pids, whole } = listProcesses(view)
    const parents = pids.flatMap((pid) => parentOfZombie(view, pid) ?? [])
    const cut: NotChecked = { what, why: 'budget', says: 'there are more processes than are looked at' }
    return { facts: whole ? [describeZombies(view, parents)] : [], notChecked: whole ? [] : [cut] }
  })
}

/** `pid (name) state ppid …`; the name may hold blanks and brackets. */
function parentOfZombie(view: NodeView, pid: number): number[] | undefined {
  const stat = orGone(() => readStart(`${view.proc}/${pid}/stat`, 512)) ?? ''
  const [, state, parent] = stat.slice(stat.lastIndexOf(')')).split(' ', 3)
  return state === 'Z' && parent ? [Number(parent)] : undefined
}

function describeZombies(view: NodeView, parents: readonly number[]): Measured {
  const counts = new Map<number, number>()
  for (const parent of parents) counts.set(parent, (counts.get(parent) ?? 0) + 1)
  const [worst] = [...counts].toSorted((a, b) => b[1] - a[1])
  if (!worst) return measured<typeof zombies>('zombies', { count: 0 })
  const [parentPid, ofParent] = worst
  return measured<typeof zombies>('zombies', {
    count: parents.length,
    parentPid,
    parent: processName(view, parentPid),
    ofParent,
  })
}
