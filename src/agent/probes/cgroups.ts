import type cgroupCount from '../../facts/cgroup-count.ts'
import type transientScopes from '../../facts/transient-scopes.ts'
import { type Looked, type Measured, measured, type NotChecked, type Probe } from '../../model/probe.ts'
import type { NodeView } from '../node-view.ts'
import { lookOrSay, nothing, together } from './reading/all-looks.ts'
import { readStart } from './reading/bounded-file.ts'
import { findHierarchy, foreignCgroups, type Hierarchy, visitCgroups } from './reading/cgroup-tree.ts'

const WALK_MS = 2_000
const SCOPE = /\/system\.slice\/run-[^/]{1,100}\.scope$/
const MEMORY = 'memory cgroups'

/**
 * A memory cgroup that was removed lives on while pages or kernel objects are charged to it: the kernel counts it, and
 * it has no directory any more. https://docs.kernel.org/admin-guide/cgroup-v1/cgroups.html
 */
const probe: Probe<NodeView> = {
  summary: 'Cgroups that the kernel keeps against those that have a directory, and scopes that systemd-run left.',
  yields: ['cgroup-count', 'transient-scopes'],
  deadlineMs: 4_000,
  look: (view) => together([lookAtCounts(view), lookAtTree(view)]),
}

export default probe

function lookAtCounts(view: NodeView): Looked {
  return lookOrSay('/proc/cgroups', { right: 'to read /proc/cgroups', absent: 'the kernel has no cgroups' }, () => ({
    facts: [...kept(view)].map(([controller, count]) =>
      measured<typeof cgroupCount>('cgroup-count', { controller, count }),
    ),
    notChecked: [],
  }))
}

/** `memory 4 64734 1`: name, hierarchy, number of cgroups, whether it is enabled. The table is the node's, whoever reads it. */
function kept(view: NodeView): Map<string, number> {
  const rows = readStart(`${view.proc}/cgroups`, 8192).split('\n').slice(1)
  return new Map(
    rows.flatMap((row): [string, number][] => {
      const [controller, , count, enabled] = row.split('\t')
      return controller && enabled === '1' && /^\d{1,10}$/.test(count ?? '') ? [[controller, Number(count)]] : []
    }),
  )
}

function lookAtTree(view: NodeView): Looked {
  const foreign = foreignCgroups(view, MEMORY)
  if (foreign) return nothing(foreign)
  const hierarchy = findHierarchy(view, 'memory')
  if (!hierarchy) return nothing({ what: MEMORY, why: 'not-here', says: `no memory cgroups below ${view.sys}` })
  let directories = 0
  let scopes = 0
  const { whole } = visitCgroups(hierarchy.mount, Date.now() + WALK_MS, (path) => {
    directories++
    if (SCOPE.test(path)) scopes++
  })
  if (!whole) return nothing(tooMany(directories))
  return {
    facts: [
      ...describeMemory(view, hierarchy, directories),
      measured<typeof transientScopes>('transient-scopes', { count: scopes }),
    ],
    notChecked: [],
  }
}

function tooMany(directories: number): NotChecked {
  return { what: MEMORY, why: 'budget', says: `there are more than the ${directories} directories that were counted` }
}

/** On version 2 /proc/cgroups counts all cgroups under any name, as the tree does. */
function describeMemory(view: NodeView, { version }: Hierarchy, directories: number): Measured[] {
  const controller = 'memory'
  const count = countOf(view, controller)
  if (count === undefined)
    return version === 1 ? [measured<typeof cgroupCount>('cgroup-count', { controller, directories })] : []
  return [
    measured<typeof cgroupCount>('cgroup-count', {
      controller,
      count,
      directories,
      removed: Math.max(0, count - directories),
    }),
  ]
}

function countOf(view: NodeView, controller: string): number | undefined {
  try {
    return kept(view).get(controller)
  } catch {
    return undefined
  }
}
