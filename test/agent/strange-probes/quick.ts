import type { NodeView } from '../../../src/agent/node-view.ts'
import kernel from '../../../src/facts/kernel.ts'
import { measured, type Probe } from '../../../src/model/probe.ts'

const probe: Probe<NodeView> = {
  summary: 'Answers at once.',
  yields: ['kernel'],
  deadlineMs: 1000,
  look: () => ({ facts: [measured(kernel, { release: '6.1.0', major: 6, minor: 1 })], notChecked: [] }),
}
export default probe
