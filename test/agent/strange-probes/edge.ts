import { setTimeout as sleep } from 'node:timers/promises'
import type { NodeView } from '../../../src/agent/node-view.ts'
import type { Probe } from '../../../src/model/probe.ts'

const probe: Probe<NodeView> = {
  summary: 'Answers when its time is just over, or not quite.',
  yields: ['kernel'],
  deadlineMs: 30,
  async look() {
    await sleep(30)
    return { facts: [], notChecked: [] }
  },
}
export default probe
