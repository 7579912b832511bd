import { expect, test } from 'vitest'
import ipLink from '../../src/parsers/ip-link.ts'
import { factsIn } from './facts-in.ts'

const LINKS = `1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN mode DEFAULT group default qlen 1000
    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00 promiscuity 0
2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1400 qdisc mq state UP mode DEFAULT group default qlen 1000
    link/ether 02:fc:00:00:00:01 brd ff:ff:ff:ff:ff:ff promiscuity 0
3: flannel.1: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1450 qdisc noqueue state UNKNOWN mode DEFAULT group default
    link/ether 7a:10:e9:f0:92:67 brd ff:ff:ff:ff:ff:ff promiscuity 0
    vxlan id 1 local 192.0.2.2 dev eth0 srcport 0 0 dstport 8472 nolearning ttl auto ageing 300
5: vethd21ee5f7@if2: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1450 qdisc noqueue master cni0 state UP mode DEFAULT
    link/ether d2:1e:5c:f9:f7:cd brd ff:ff:ff:ff:ff:ff link-netnsid 0 promiscuity 1
    veth
    bridge_slave state forwarding priority 32 cost 2`

function rows(text: string, kind: string) {
  return factsIn(ipLink, text)
    .filter((fact) => fact.kind === kind)
    .map(({ fields }) => JSON.parse(JSON.stringify(fields)))
}

test('kinds, MTUs, uplink and bridge', () => {
  expect(rows(`# ip -d link\n${LINKS}`, 'interface')).toEqual([
    { name: 'lo', mtu: 65_536, state: 'unknown' },
    { name: 'eth0', mtu: 1400, state: 'up' },
    { name: 'flannel.1', mtu: 1450, state: 'unknown', linkType: 'vxlan', uplink: 'eth0' },
    { name: 'vethd21ee5f7', mtu: 1450, state: 'up', bridge: 'cni0', linkType: 'veth' },
  ])
})

test('one line each, as -o writes it', () => {
  const text = `3: vx0: <BROADCAST> mtu 1450 qdisc noop state DOWN mode DEFAULT group default qlen 1000\\    link/ether 7a:10:e9:f0:92:67 brd ff:ff:ff:ff:ff:ff \\    vxlan id 7 dev eth0 srcport 0 0`
  expect(rows(text, 'interface')).toEqual([
    { name: 'vx0', mtu: 1450, state: 'down', linkType: 'vxlan', uplink: 'eth0' },
  ])
})

test('addresses do not disturb it', () => {
  const text = `2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc mq state UP group default qlen 1000
    link/ether 02:fc:00:00:00:01 brd ff:ff:ff:ff:ff:ff
    inet 192.0.2.2/24 brd 192.0.2.255 scope global eth0
       valid_lft forever preferred_lft forever`
  expect(factsIn(ipLink, text)).toMatchObject([
    { fields: { name: 'eth0', mtu: 1500, address: '192.0.2.2/24' }, first: 0, last: 3 },
  ])
})

test.each([
  ['# ip -d link', [{ total: 4, veths: 1 }]],
  ['# ip addr show', [{ total: 4 }]],
  ['# ip -d link | head -40', []],
  ['# ip -d link show type vxlan', []],
  ['no command', []],
])('counts below %s', (command, counts) => {
  expect(rows(`${command}\n${LINKS}`, 'interfaces')).toEqual(counts)
})

test('a list that does not begin with the first interface is not counted', () => {
  const tail = LINKS.split('\n').slice(2).join('\n')
  expect(rows(`# ip -d link\n${tail}`, 'interfaces')).toEqual([])
})

test.each([
  ['the brief form', 'eth0             UP             02:fc:00:00:00:01 <BROADCAST,MULTICAST,UP,LOWER_UP>'],
  ['an entry that is cut off', '2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu '],
  ['ifconfig', 'eth0: flags=4163<UP,BROADCAST,RUNNING,MULTICAST>  mtu 1500'],
])('says nothing of %s', (_what, text) => {
  expect(factsIn(ipLink, text)).toEqual([])
})
