import type { NodeView } from '../../../src/agent/node-view.ts'
import type { Probe } from '../../../src/model/probe.ts'

const probe: Probe<NodeView> = {
  summary: 'Says more than is true.',
  yields: ['kernel', 'no-such-kind'],
  deadlineMs: 1000,
  look: () => ({
    facts: [
      { kind: 'kernel', fields: { release: '6.1.0', major: 6, minor: 1, invented: 7 } },
      { kind: 'kernel', fields: { release: '6.1.0', major: 'six', minor: 1 } },
      { kind: 'kernel', fields: { release: '6.1.0', major: Number.NaN, minor: 1 } },
      { kind: 'kernel', fields: { release: 'x'.repeat(5000), major: 6, minor: 1 } },
      { kind: 'pressure', fields: { resource: 'cpu', share: 'some', avg10Percent: 1 } },
      { kind: 'no-such-kind', fields: {} },
    ],
    notChecked: [{ what: 'w'.repeat(9000), why: 'failed', says: 's'.repeat(9000) }],
  }),
}
export default probe
