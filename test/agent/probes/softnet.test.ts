import { expect, test } from 'vitest'
import probe from '../../../src/agent/probes/softnet.ts'
import { ONE_PIECE, scratchNode } from './scratch-node.ts'

const ZEROS = ' 00000000'.repeat(10)

test('adds up all processors', async () => {
  const text = `000f4240 0000001c 00000003${ZEROS}\n000f4240 00000000 00000001${ZEROS}\n`
  const { facts } = await probe.look(scratchNode({ 'proc/1/net/softnet_stat': text }), ONE_PIECE)
  expect(facts.map(({ fields }) => fields)).toEqual([
    { cpus: 2, processed: 2_000_000, dropped: 28, squeezed: 4, droppedPerMillion: 14 },
  ])
})

test('nothing processed has no share', async () => {
  const view = scratchNode({ 'proc/1/net/softnet_stat': `00000000 00000000 00000000${ZEROS}\n` })
  expect((await probe.look(view, ONE_PIECE)).facts[0]?.fields.droppedPerMillion).toBeUndefined()
})

test('what is not there is said', async () => {
  const { facts, notChecked } = await probe.look(scratchNode({ 'proc/version': '' }), ONE_PIECE)
  expect(facts).toEqual([])
  expect(notChecked.map(({ why }) => why)).toEqual(['not-here'])
})
