import type { NodeView } from '../../../src/agent/node-view.ts'
import type { Probe } from '../../../src/model/probe.ts'

const probe: Probe<NodeView> = {
  summary: 'Computes for ever.',
  yields: ['kernel'],
  deadlineMs: 300,
  look() {
    for (;;);
  },
}
export default probe
