import type { NodeView } from '../../../src/agent/node-view.ts'
import type { Probe } from '../../../src/model/probe.ts'

const probe: Probe<NodeView> = {
  summary: 'Takes its process down.',
  yields: ['kernel'],
  deadlineMs: 1000,
  look() {
    process.kill(process.pid, 'SIGKILL')
    for (;;);
  },
}
export default probe
