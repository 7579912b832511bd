import { expect, test } from 'vitest'
import { loadKit } from '../../src/casebook.ts'
import { sweepNodes } from '../../src/digest/sweep.ts'
import type { ConnectedAgent, Fleet } from '../../src/model/fleet.ts'

const { kinds } = await loadKit()

const agent = (node: string): ConnectedAgent => ({
  node,
  version: '1',
  labels: {},
  probes: [
    { id: 'filesystems', summary: '', yields: ['filesystem'] },
    { id: 'clock', summary: '', yields: ['clock'] },
  ],
  connectedAt: 0,
})

test('asks only the nodes it is given, only for shares of limits, and goes on without those that fail', async () => {
  const asked: [string, readonly string[]][] = []
  const fleet: Pick<Fleet, 'ask'> = {
    ask: async (node, probes) => {
      asked.push([node, probes])
      if (node === 'gone') throw new Error('no such node')
      const origin = { from: 'node', node, probe: 'filesystems', at: '2026-11-21T10:00:00Z' } as const
      const fields = { mountpoint: '/', inodesUsedPercent: 91, image: false, pseudo: false, memory: false }
      return { node, facts: [{ kind: 'filesystem', fields, origin }], notChecked: [] }
    },
  }
  const limits = await sweepNodes(fleet as Fleet, [agent('a'), agent('gone')], kinds)
  expect(asked).toEqual([
    ['a', ['filesystems']],
    ['gone', ['filesystems']],
  ])
  expect(limits).toEqual([{ kind: 'filesystem', field: 'inodesUsedPercent', nodes: [{ node: 'a', percent: 91 }] }])
})
