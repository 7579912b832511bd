import type { NodeView } from '../../../src/agent/node-view.ts'
import type { Probe } from '../../../src/model/probe.ts'

const probe: Probe<NodeView> = {
  summary: 'Has a fault.',
  yields: ['kernel'],
  deadlineMs: 1000,
  look() {
    throw new Error('a fault of the probe')
  },
}
export default probe
