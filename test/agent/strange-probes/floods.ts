import type { NodeView } from '../../../src/agent/node-view.ts'
import type { Probe } from '../../../src/model/probe.ts'

const probe: Probe<NodeView> = {
  summary: 'Finds more than anybody reads.',
  yields: ['kernel'],
  deadlineMs: 2000,
  look: () => ({
    facts: Array.from({ length: 6000 }, (_, i) => ({
      kind: 'kernel',
      fields: { release: `${i}-${'x'.repeat(100)}`, major: i, minor: 1 },
    })),
    notChecked: [],
  }),
}
export default probe
