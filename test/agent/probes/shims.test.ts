import { expect, test } from 'vitest'
import shims from '../../../src/agent/probes/shims.ts'
import { ONE_PIECE, scratchNode } from './scratch-node.ts'

const NODE = {
  'proc/uptime': '100000.00 2000.00\n',
  'proc/1/stat': stat(1, 'systemd', 0, 1),
  'proc/20/stat': stat(20, 'containerd-shim', 1, 1_000_000),
  'proc/21/stat': stat(21, 'my (odd) name', 20, 1_000_001),
  'proc/30/stat': stat(30, 'containerd-shim', 1, 9_000_000),
  'proc/31/stat': stat(31, 'containerd-shim', 1, 9_900_000),
}

test('counts shims, and those that are nobody’s parent', async () => {
  expect(await shims.look(scratchNode(NODE), ONE_PIECE)).toEqual({
    facts: [{ kind: 'shims', fields: { count: 3, childless: 2, oldestChildlessSeconds: 10_000 } }],
    notChecked: [],
  })
})

test('says zero where none runs', async () => {
  const node = scratchNode({ 'proc/1/stat': stat(1, 'systemd', 0, 1) })
  expect((await shims.look(node, ONE_PIECE)).facts).toEqual([
    { kind: 'shims', fields: { count: 0, childless: 0, oldestChildlessSeconds: undefined } },
  ])
})

test('trusts no procfs of a container', async () => {
  const node = { ...scratchNode(NODE), contained: true, proc: '/proc' }
  expect(await shims.look(node, ONE_PIECE)).toMatchObject({ facts: [], notChecked: [{ why: 'not-trusted' }] })
})

function stat(pid: number, name: string, parent: number, ticks: number): string {
  return `${pid} (${name}) S ${parent} ${pid} ${pid} 0 -1 4194560 1 0 0 0 1 1 0 0 20 0 10 0 ${ticks} 100 10`
}
