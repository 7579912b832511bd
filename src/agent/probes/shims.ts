import type shims from '../../facts/shims.ts'
import { measured, type NotChecked, type Probe } from '../../model/probe.ts'
import { countShims } from '../cri/shims.ts'
import type { NodeView } from '../node-view.ts'
import { lookOrSay, nothing } from './reading/all-looks.ts'
import { foreignPid1 } from './reading/pid-1-net.ts'

const WHAT = 'shims of containerd'

const shimsProbe: Probe<NodeView> = {
  summary: 'Counts the shims of containerd, and those that have no container left.',
  yields: ['shims'],
  deadlineMs: 4_000,
  look(view) {
    const foreign = foreignPid1(view, WHAT)
    if (foreign) return nothing(foreign)
    return lookOrSay(WHAT, { right: 'the procfs of the node', absent: 'no procfs' }, () => {
      const counted = countShims(view)
      return counted ? { facts: [measured<typeof shims>('shims', counted)], notChecked: [] } : nothing(TOO_MANY)
    })
  },
}

export default shimsProbe

const TOO_MANY: NotChecked = { what: WHAT, why: 'budget', says: 'there are more processes than are looked at' }
