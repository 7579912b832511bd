import { expect, test } from 'vitest'
import probe from '../../../src/agent/probes/ip-pool.ts'
import { anchoredNode } from './anchored-node.ts'

const NETWORKS = '/var/lib/cni/networks'
const PIECE = { name: NETWORKS, pool: 'local' } as const

test('counts the addresses of each network, and not the other files', async () => {
  const files = {
    [`${NETWORKS}/cbr0/10.244.1.2`]: '',
    [`${NETWORKS}/cbr0/10.244.1.3`]: '',
    [`${NETWORKS}/cbr0/last_reserved_ip.0`]: '10.244.1.3',
    [`${NETWORKS}/cbr0/lock`]: '',
    [`${NETWORKS}/six/fd00:10:244::5`]: '',
    [`${NETWORKS}/stray`]: '',
  }
  const { facts, notChecked } = await probe.look(anchoredNode(files, [NETWORKS]), PIECE)
  expect(facts.map(({ fields }) => fields)).toEqual([
    { network: 'cbr0', allocated: 2 },
    { network: 'six', allocated: 1 },
  ])
  expect(notChecked).toEqual([])
})

test('no such folder, and one that was not given', async () => {
  const without = await probe.look(anchoredNode({ '/etc/hostname': '' }, [NETWORKS]), PIECE)
  expect(without).toMatchObject({ facts: [], notChecked: [{ why: 'not-here' }] })
  const blind = await probe.look(anchoredNode({ [`${NETWORKS}/cbr0/10.244.1.2`]: '' }, []), PIECE)
  expect(blind).toMatchObject({ facts: [], notChecked: [{ why: 'missing-right' }] })
})
