import { appendFileSync, openSync } from 'node:fs'
import { join } from 'node:path'
import type { NodeView } from '../../../src/agent/node-view.ts'
import type { Probe } from '../../../src/model/probe.ts'

/** Opening a pipe that nobody writes to waits for ever, like a file system whose server is gone. Unlike a real probe it leaves a mark each time. */
const probe: Probe<NodeView> = {
  summary: 'Waits for ever, but for one piece.',
  yields: ['kernel'],
  deadlineMs: 300,
  pieces: () => [
    { name: '/hung', pool: 'local' },
    { name: '/well', pool: 'local' },
    { name: '/far', pool: 'remote' },
  ],
  look(view, { name }) {
    if (name === '/hung') {
      appendFileSync(join(view.sys, 'asked'), '.')
      openSync(join(view.sys, 'pipe'), 'r')
    }
    return { facts: [{ kind: 'kernel', fields: { release: name, major: 1, minor: 1 } }], notChecked: [] }
  },
}
export default probe
