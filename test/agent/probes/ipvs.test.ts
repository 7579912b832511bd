import { expect, test } from 'vitest'
import probe from '../../../src/agent/probes/ipvs.ts'
import { ONE_PIECE, scratchNode } from './scratch-node.ts'

const HEAD = `IP Virtual Server version 1.2.1 (size=4096)
Prot LocalAddress:Port Scheduler Flags
  -> RemoteAddress:Port Forward Weight ActiveConn InActConn
`

test('a service without destinations, and one with', async () => {
  const table = `${HEAD}TCP  0A600001:01BB rr
  -> C0A8000A:192B      Masq    1      3          0
TCP  0A60000A:0035 rr
`
  const { facts, notChecked } = await probe.look(scratchNode({ 'proc/1/net/ip_vs': table }), ONE_PIECE)
  expect(facts.map(({ fields }) => [fields.address, fields.destinations, fields.weighted])).toEqual([
    ['10.96.0.1:443', 1, 1],
    ['10.96.0.10:53', 0, 0],
  ])
  expect(notChecked).toEqual([])
})

test('a table without services is no gap', async () => {
  const { facts, notChecked } = await probe.look(scratchNode({ 'proc/1/net/ip_vs': HEAD }), ONE_PIECE)
  expect([facts, notChecked]).toEqual([[], []])
})

test('of a table that is too long the rest is said to be missing', async () => {
  const services = Array.from({ length: 70_000 }, (_, i) => {
    const address = i.toString(16).toUpperCase().padStart(8, '0')
    return `TCP  ${address}:0050 rr\n  -> 0A000001:0050      Masq    1      0          0\n`
  })
  const { facts, notChecked } = await probe.look(
    scratchNode({ 'proc/1/net/ip_vs': HEAD + services.join('') }),
    ONE_PIECE,
  )
  expect(facts.length).toBeLessThanOrEqual(2_000)
  expect(facts.every(({ fields }) => fields.destinations === 1)).toBe(true)
  expect(notChecked.map(({ why }) => why)).toEqual(['budget'])
})

test('a kernel without IPVS, and a container without the /proc of the node', async () => {
  const without = await probe.look(scratchNode({ 'proc/version': '' }), ONE_PIECE)
  expect(without).toMatchObject({ facts: [], notChecked: [{ why: 'not-here' }] })
  const contained = await probe.look(scratchNode({}, { contained: true, proc: '/proc' }), ONE_PIECE)
  expect(contained).toMatchObject({ facts: [], notChecked: [{ why: 'not-trusted' }] })
})
