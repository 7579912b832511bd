import { setTimeout as sleep } from 'node:timers/promises'
import type { NodeView } from '../../../src/agent/node-view.ts'
import type { Probe } from '../../../src/model/probe.ts'

const probe: Probe<NodeView> = {
  summary: 'Takes its time.',
  yields: ['kernel'],
  deadlineMs: 5000,
  async look() {
    await sleep(700)
    return { facts: [{ kind: 'kernel', fields: { release: 'slow', major: 1, minor: 1 } }], notChecked: [] }
  },
}
export default probe
