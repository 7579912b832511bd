import type cgroupDrivers from '../../facts/cgroup-drivers.ts'
import { measured, type NotChecked, type Probe } from '../../model/probe.ts'
import { driversIn } from '../cri/cgroup-tree.ts'
import type { NodeView } from '../node-view.ts'
import { nothing } from './reading/all-looks.ts'
import { findHierarchy, foreignCgroups } from './reading/cgroup-tree.ts'

const WHAT = 'cgroup drivers'

const cgroupDriversProbe: Probe<NodeView> = {
  summary: 'Which cgroup driver kubelet and the container runtime use, seen by the names of the cgroups of pods.',
  yields: ['cgroup-drivers'],
  deadlineMs: 3_000,
  look(view) {
    const foreign = foreignCgroups(view, WHAT)
    if (foreign) return nothing(foreign)
    const hierarchy = findHierarchy(view, 'pids')
    const { kubelet, runtime } = hierarchy ? driversIn(hierarchy.mount) : {}
    if (kubelet === undefined) return nothing(NO_PODS)
    const differ = runtime === undefined ? undefined : kubelet !== runtime
    const runtimeName = runtime === undefined ? undefined : 'cri'
    return {
      facts: [measured<typeof cgroupDrivers>('cgroup-drivers', { kubelet, runtime, runtimeName, differ })],
      notChecked: [],
    }
  },
}

export default cgroupDriversProbe

const NO_PODS: NotChecked = {
  what: WHAT,
  why: 'not-here',
  says: 'no cgroups of pods, or those of two drivers: kubelet does not run here, or its driver was changed since the boot',
}
