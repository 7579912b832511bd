import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import blockedTasks from '../../../src/agent/probes/blocked-tasks.ts'
import { ONE_PIECE, scratchNode } from './scratch-node.ts'

const SWITCHES = 'voluntary_ctxt_switches:\t41\nnonvoluntary_ctxt_switches:\t2\n'

const FILES = {
  'proc/7/task/7/stat': '7 (dockerd) S 1 7 7 0\n',
  'proc/7/task/9/stat': '9 (dock) D (erd) D 1 7 7 0\n',
  'proc/7/task/9/status': `Name:\tdock\n${SWITCHES}`,
  'proc/7/task/9/wchan': 'fuse_simple_request',
  'proc/8/task/8/stat': '8 (busy) D 1 8 8 0\n',
  'proc/8/task/8/status': `Name:\tbusy\n${SWITCHES}`,
  'proc/8/task/8/wchan': '0',
}

test('tells a task that did not move from one that only waited a moment', async () => {
  const view = scratchNode(FILES)
  const looked = blockedTasks.look(view, ONE_PIECE)
  writeFileSync(join(view.proc, '8/task/8/status'), `Name:\tbusy\n${SWITCHES.replace('41', '42')}`)
  const { facts } = await looked
  expect(facts).toEqual([
    { kind: 'blocked-tasks', fields: { count: 1, watchedSeconds: expect.any(Number) } },
    {
      kind: 'blocked-task',
      fields: { pid: 9, process: 'dock) D (erd', wchan: 'fuse_simple_request', seconds: expect.any(Number) },
    },
  ])
})

test('says at once that nothing is blocked', async () => {
  const { facts } = await blockedTasks.look(scratchNode({ 'proc/7/task/7/stat': '7 (x) S 1 7 7 0\n' }), ONE_PIECE)
  expect(facts).toEqual([{ kind: 'blocked-tasks', fields: { count: 0, watchedSeconds: undefined } }])
})
