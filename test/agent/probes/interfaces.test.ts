import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import probe from '../../../src/agent/probes/interfaces.ts'
import { ONE_PIECE, scratchNode } from './scratch-node.ts'

interface Made {
  readonly index: number
  readonly link?: number
  readonly mtu: number
  readonly type?: number
  readonly devType?: string
  readonly state?: string
}

function made(name: string, { index, link = index, mtu, type = 1, devType, state = 'up' }: Made) {
  const folder = `sys/class/net/${name}`
  const files: [string, string][] = [
    ['ifindex', `${index}\n`],
    ['iflink', `${link}\n`],
    ['mtu', `${mtu}\n`],
    ['type', `${type}\n`],
    ['operstate', `${state}\n`],
    ['uevent', `${devType ? `DEVTYPE=${devType}\n` : ''}INTERFACE=${name}\nIFINDEX=${index}\n`],
    ['statistics/rx_errors', '0\n'],
    ['statistics/rx_dropped', '7\n'],
    ['statistics/tx_errors', '0\n'],
    ['statistics/tx_dropped', `${index}\n`],
  ]
  return Object.fromEntries(files.map(([file, text]) => [`${folder}/${file}`, text]))
}

function flannelNode() {
  const view = scratchNode({
    ...made('lo', { index: 1, mtu: 65_536, type: 772, state: 'unknown' }),
    ...made('eth0', { index: 2, mtu: 1400 }),
    ...made('flannel.1', { index: 3, mtu: 1450, devType: 'vxlan', state: 'unknown' }),
    ...made('cni0', { index: 4, mtu: 1450, devType: 'bridge' }),
    ...made('veth7a10e9f0', { index: 5, link: 2, mtu: 1450 }),
    ...made('veth92ee7e04', { index: 6, link: 2, mtu: 1450 }),
  })
  const net = join(view.sys, 'class/net')
  symlinkSync('../eth0', join(net, 'flannel.1/lower_eth0'))
  symlinkSync('../cni0', join(net, 'veth7a10e9f0/master'))
  symlinkSync('../cni0', join(net, 'veth7a10e9f0/upper_cni0'))
  mkdirSync(join(net, 'cni0/brif/veth7a10e9f0'), { recursive: true })
  return view
}

test('rows for all but the veths, which are counted', async () => {
  const { facts, notChecked } = await probe.look(flannelNode(), ONE_PIECE)
  const rows = (kind: string) => facts.filter((fact) => fact.kind === kind).map((fact) => fact.fields)
  expect(rows('interfaces')).toEqual([{ total: 6, veths: 2 }])
  expect(rows('interface').map(({ name, linkType, mtu, state }) => [name, linkType, mtu, state])).toEqual([
    ['cni0', 'bridge', 1450, 'up'],
    ['eth0', undefined, 1400, 'up'],
    ['flannel.1', 'vxlan', 1450, 'unknown'],
    ['lo', 'loopback', 65_536, 'unknown'],
  ])
  expect(rows('interface').find(({ name }) => name === 'eth0')).toMatchObject({ receiveDropped: 7, transmitDropped: 2 })
  expect(rows('bridge')).toEqual([{ name: 'cni0', ports: 1, limit: 1024 }])
  expect(notChecked).toEqual([])
})

test('a tunnel that is too large for what carries it', async () => {
  const { facts } = await probe.look(flannelNode(), ONE_PIECE)
  expect(facts.filter((fact) => fact.kind === 'tunnel').map((fact) => fact.fields)).toEqual([
    {
      name: 'flannel.1',
      linkType: 'vxlan',
      mtu: 1450,
      uplink: 'eth0',
      uplinkMtu: 1400,
      overheadBytes: 50,
      excessBytes: 100,
    },
  ])
})

test('the network of a container is not the node’s', async () => {
  const { facts, notChecked } = await probe.look({ ...flannelNode(), contained: true, sys: '/sys' }, ONE_PIECE)
  expect(facts).toEqual([])
  expect(notChecked.map(({ why }) => why)).toEqual(['not-trusted'])
})

test('an interface that is gone when it is looked at leaves the veths uncounted', async () => {
  const view = flannelNode()
  mkdirSync(join(view.sys, 'class/net/veth00000000'))
  const { facts } = await probe.look(view, ONE_PIECE)
  expect(facts[0]).toEqual({ kind: 'interfaces', fields: { total: 6, veths: undefined } })
})

test('without sysfs there is nothing', async () => {
  const { facts, notChecked } = await probe.look(scratchNode({ 'proc/version': '' }), ONE_PIECE)
  expect(facts).toEqual([])
  expect(notChecked.map(({ why }) => why)).toEqual(['not-here'])
})
