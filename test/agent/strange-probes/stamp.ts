import type { NodeView } from '../../../src/agent/node-view.ts'
import clock from '../../../src/facts/clock.ts'
import type { Probe } from '../../../src/model/probe.ts'

/** Two reports with the same time are one look. */
const probe: Probe<NodeView> = {
  summary: 'Tells when it looked.',
  yields: ['clock'],
  deadlineMs: 1000,
  look: () => ({
    facts: [{ kind: clock.id, fields: { toldBy: 'node', epochSeconds: performance.timeOrigin + performance.now() } }],
    notChecked: [],
  }),
}
export default probe
