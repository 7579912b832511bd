import { linkSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import conntrack from '../../../src/agent/probes/conntrack.ts'
import { ONE_PIECE, scratchNode } from './scratch-node.ts'

const HEADER =
  'entries  clashres found new invalid ignore delete chainlength insert insert_failed drop early_drop icmp_error  expect_new\n'

function table(entries: number, insertFailed: number, drop: number, earlyDrop: number): string {
  const row = [entries, 0, 0, 0, 0, 0, 0, 0, 0, insertFailed, drop, earlyDrop, 0, 0]
  return `${row.map((number) => number.toString(16).padStart(8, '0')).join(' ')}\n`
}

const NODE = {
  'proc/1/comm': 'systemd\n',
  'proc/1/net/dev': 'of the node\n',
  'proc/1/net/stat/nf_conntrack': HEADER + table(262_144, 16, 900, 1) + table(262_144, 1, 100, 2),
  'proc/sys/net/netfilter/nf_conntrack_max': '262144\n',
}

test('reads the table of the node: entries of one row, what was refused by all CPUs', async () => {
  const view = withOwnNetwork(scratchNode(NODE))
  const { facts, notChecked } = await conntrack.look(view, ONE_PIECE)
  expect(facts.map(({ fields }) => fields)).toEqual([
    {
      pid: 1,
      process: 'systemd',
      node: true,
      count: 262_144,
      max: 262_144,
      usedPercent: 100,
      dropped: 1000,
      earlyDropped: 3,
      insertFailed: 17,
    },
  ])
  expect(notChecked).toEqual([])
})

test('finds the fullest of the other namespaces once', async () => {
  const view = withOwnNetwork(
    scratchNode({
      ...NODE,
      'proc/20/comm': 'envoy\n',
      'proc/20/net/dev': 'of a pod\n',
      'proc/20/net/stat/nf_conntrack': HEADER + table(5000, 0, 0, 0),
    }),
  )
  for (const pid of ['21', '22']) {
    mkdirSync(join(view.proc, pid, 'net'), { recursive: true })
    linkSync(join(view.proc, pid === '21' ? '20' : '1', 'net/dev'), join(view.proc, pid, 'net/dev'))
  }
  const { facts } = await conntrack.look(view, ONE_PIECE)
  expect(facts.map(({ fields }) => [fields.node, fields.count])).toEqual([
    [true, 262_144],
    [undefined, 5000],
  ])
})

test('with a network of its own it knows the count of the node and not its limit', async () => {
  const view = scratchNode({ ...NODE, 'proc/self/net/dev': 'of the agent\n' }, { contained: true })
  const { facts, notChecked } = await conntrack.look(view, ONE_PIECE)
  expect(facts[0]?.fields).toMatchObject({ count: 262_144, max: undefined, usedPercent: undefined, dropped: 1000 })
  expect(notChecked.map(({ what, why }) => [what, why])).toEqual([['net.netfilter.nf_conntrack_max', 'not-trusted']])
})

test('says that the node does not track connections', async () => {
  const { facts, notChecked } = await conntrack.look(scratchNode({ 'proc/1/comm': 'systemd\n' }), ONE_PIECE)
  expect(facts).toEqual([])
  expect(notChecked.map(({ why }) => why)).toEqual(['not-here'])
})

function withOwnNetwork<View extends { readonly proc: string }>(view: View): View {
  mkdirSync(join(view.proc, 'self/net'), { recursive: true })
  linkSync(join(view.proc, '1/net/dev'), join(view.proc, 'self/net/dev'))
  return view
}
