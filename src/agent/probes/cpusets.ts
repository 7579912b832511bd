import type cpuset from '../../facts/cpuset.ts'
import { type Measured, measured, type NotChecked, type Probe } from '../../model/probe.ts'
import type { NodeView } from '../node-view.ts'
import { nothing } from './reading/all-looks.ts'
import { readStart } from './reading/bounded-file.ts'
import { findHierarchy, foreignCgroups, visitCgroups } from './reading/cgroup-tree.ts'

const WALK_MS = 1_500
const MOST_ROWS = 200
const WHAT = 'cpusets'

const VERSION_2: NotChecked = {
  what: WHAT,
  why: 'not-here',
  says: 'no cpusets of cgroup version 1; on version 2 an empty one has what its parent has',
}
const CUT: NotChecked = { what: WHAT, why: 'budget', says: 'there are more cgroups than are looked at' }

/** Whole cpusets are not told: that the others have CPUs says nothing of one that was removed since. */
const probe: Probe<NodeView> = {
  summary: 'Cgroups of version 1 that no process can enter, since they have no CPU or no memory node.',
  yields: ['cpuset'],
  deadlineMs: 3_000,
  look(view) {
    const foreign = foreignCgroups(view, WHAT)
    const hierarchy = foreign ? undefined : findHierarchy(view, 'cpuset')
    if (hierarchy?.version !== 1) return nothing(foreign ?? VERSION_2)
    const facts: Measured[] = []
    const { whole } = visitCgroups(hierarchy.mount, Date.now() + WALK_MS, (cgroup) => {
      if (facts.length < MOST_ROWS) facts.push(...emptyAt(hierarchy.mount, cgroup))
    })
    return { facts, notChecked: whole ? [] : [CUT] }
  },
}

export default probe

function emptyAt(mount: string, cgroup: string): Measured[] {
  const [cpus, mems] = ['cpus', 'mems'].map((file) => listIn(`${mount}${cgroup}/cpuset.${file}`))
  return cpus === '' || mems === '' ? [measured<typeof cpuset>('cpuset', { cgroup, cpus, mems, empty: true })] : []
}

/** Undefined when the cgroup was removed meanwhile. */
function listIn(path: string): string | undefined {
  try {
    return readStart(path, 4096).trim().slice(0, 200)
  } catch {
    return undefined
  }
}
