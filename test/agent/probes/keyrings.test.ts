import { expect, test } from 'vitest'
import keyrings from '../../../src/agent/probes/keyrings.ts'
import { ONE_PIECE, scratchNode } from './scratch-node.ts'

const KEY_USERS = `    0:     9 8/8 3/1000000 40/25000000
 1000:   201 201/201 200/200 18000/20000
nonsense
`

test('reads the quota of each user', async () => {
  const { facts } = await keyrings.look(scratchNode({ 'proc/key-users': KEY_USERS }), ONE_PIECE)
  expect(facts.map(({ fields }) => fields)).toEqual([
    expect.objectContaining({ uid: 0, keys: 3, maxKeys: 1_000_000 }),
    { uid: 1000, keys: 200, maxKeys: 200, keysPercent: 100, keyBytes: 18_000, maxBytes: 20_000, bytesPercent: 90 },
  ])
})

test('does not take the users of a container for those of the node', async () => {
  const view = scratchNode(
    { 'proc/key-users': KEY_USERS, 'proc/self/uid_map': '0 100000 65536\n' },
    { contained: true },
  )
  const { facts, notChecked } = await keyrings.look(view, ONE_PIECE)
  expect(facts).toEqual([])
  expect(notChecked.map(({ why }) => why)).toEqual(['not-trusted'])
})
