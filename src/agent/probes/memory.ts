import type memory from '../../facts/memory.ts'
import type memoryCgroup from '../../facts/memory-cgroup.ts'
import { type Looked, measured, type NotChecked, type Probe } from '../../model/probe.ts'
import { readMeminfo } from '../../parsers/text/meminfo.ts'
import type { NodeView } from '../node-view.ts'
import { lookOrSay, nothing, together } from './reading/all-looks.ts'
import { readStart } from './reading/bounded-file.ts'
import { findHierarchy, foreignCgroups, type Hierarchy, visitCgroups } from './reading/cgroup-tree.ts'
import { findKernelNumber } from './reading/kernel-number.ts'
import { foreignPid1 } from './reading/pid-1-net.ts'

const WALK_MS = 1_500
const MOST_TOLD = 5
/** What version 1 shows where there is no limit, in pages of 4 KiB; larger pages make it a little smaller. */
const NO_LIMIT = 2 ** 62

const probe: Probe<NodeView> = {
  summary: 'Memory of the node, cgroups near their limit, and how often the kernel killed for want of memory.',
  yields: ['memory', 'memory-cgroup'],
  deadlineMs: 4_000,
  look: (view) => together([lookAtNode(view), lookAtCgroups(view)]),
}

export default probe

/** lxcfs may stand before /proc/meminfo in a container: https://linuxcontainers.org/lxcfs/introduction/ */
function lookAtNode(view: NodeView): Looked {
  const foreign = foreignPid1(view, 'memory of the node')
  if (foreign) return nothing(foreign)
  return lookOrSay('memory of the node', { right: 'to read /proc/meminfo', absent: 'no procfs' }, () => {
    const figures = readMeminfo(readStart(`${view.proc}/meminfo`, 16_384).split('\n'))
    return {
      facts: [measured<typeof memory>('memory', { ...figures, oomKills: oomKillsSinceBoot(view) })],
      notChecked: [],
    }
  })
}

/** Counted from Linux 4.13 on. */
function oomKillsSinceBoot(view: NodeView): number | undefined {
  return countIn(`${view.proc}/vmstat`, /^oom_kill (\d{1,15})$/m, 32_768)
}

interface Charged {
  readonly cgroup: string
  readonly usedBytes: number | undefined
  readonly limitBytes: number | undefined
  readonly usedPercent: number | undefined
  readonly oomKills: number | undefined
}

function lookAtCgroups(view: NodeView): Looked {
  const what = 'memory of cgroups'
  const foreign = foreignCgroups(view, what)
  const hierarchy = foreign ? undefined : findHierarchy(view, 'memory')
  if (!hierarchy) return nothing(foreign ?? { what, why: 'not-here', says: `no memory cgroups below ${view.sys}` })
  const charged: Charged[] = []
  const { whole } = visitCgroups(hierarchy.mount, Date.now() + WALK_MS, (cgroup) => {
    if (cgroup !== '/') charged.push(readCharged(hierarchy, cgroup))
  })
  const cut: NotChecked = { what, why: 'budget', says: 'there are more cgroups than are looked at' }
  return {
    facts: worthTelling(charged).map((it) => measured<typeof memoryCgroup>('memory-cgroup', { ...it })),
    notChecked: whole ? [] : [cut],
  }
}

function readCharged({ mount, version }: Hierarchy, cgroup: string): Charged {
  const file = (name: string): string => `${mount}${cgroup}/memory.${name}`
  const [used, limit] = version === 2 ? ['current', 'max'] : ['usage_in_bytes', 'limit_in_bytes']
  const usedBytes = findKernelNumber(file(used))
  const most = findKernelNumber(file(limit))
  const limitBytes = most !== undefined && most > 0 && most < NO_LIMIT ? most : undefined
  return {
    cgroup,
    usedBytes,
    limitBytes,
    usedPercent: usedBytes !== undefined && limitBytes !== undefined ? (100 * usedBytes) / limitBytes : undefined,
    oomKills: version === 2 ? (killsOf(file('events.local')) ?? killsOf(file('events'))) : killsOf(file('oom_control')),
  }
}

function killsOf(file: string): number | undefined {
  return countIn(file, /^oom_kill (\d{1,15})$/m, 1024)
}

function countIn(file: string, pattern: RegExp, maxBytes: number): number | undefined {
  try {
    const [, count] = pattern.exec(readStart(file, maxBytes)) ?? []
    return count === undefined ? undefined : Number(count)
  } catch {
    return undefined
  }
}

/** Those in which the kernel killed most, and those nearest to their limit. */
function worthTelling(charged: readonly Charged[]): Charged[] {
  const killed = charged.filter(({ oomKills }) => oomKills !== undefined && oomKills > 0)
  const limited = charged.filter(({ usedPercent }) => usedPercent !== undefined)
  return [
    ...new Set([
      ...killed.toSorted((a, b) => (b.oomKills ?? 0) - (a.oomKills ?? 0)).slice(0, MOST_TOLD),
      ...limited.toSorted((a, b) => (b.usedPercent ?? 0) - (a.usedPercent ?? 0)).slice(0, MOST_TOLD),
    ]),
  ]
}
