import { expect, test } from 'vitest'
import bridge from '../../src/facts/bridge.ts'
import bridgeAddress from '../../src/facts/bridge-address.ts'
import certificateRefusal from '../../src/facts/certificate-refusal.ts'
import dnsLookups from '../../src/facts/dns-lookups.ts'
import interfaces from '../../src/facts/interfaces.ts'
import ipPool from '../../src/facts/ip-pool.ts'
import pathMtu from '../../src/facts/path-mtu.ts'
import tunnel from '../../src/facts/tunnel.ts'
import type { Fact, Fields } from '../../src/model/fact.ts'

function fact(kind: string, fields: Fields): Fact {
  return { kind, fields, origin: { from: 'paste', command: 'test', lines: [1] } }
}

function derived(kind: { derive?: (facts: readonly Fact[]) => readonly { fields: Fields }[] }, facts: readonly Fact[]) {
  return kind.derive?.(facts).map(({ fields }) => fields)
}

const VXLAN = fact('interface', { name: 'flannel.1', linkType: 'vxlan', mtu: 1450, uplink: 'eth0' })
const UPLINK = fact('interface', { name: 'eth0', mtu: 1400 })

test('a tunnel over its uplink', () => {
  expect(derived(tunnel, [VXLAN, UPLINK])).toMatchObject([{ overheadBytes: 50, uplinkMtu: 1400, excessBytes: 100 }])
})

test('an uplink of two MTUs is of two nodes', () => {
  expect(derived(tunnel, [VXLAN, UPLINK, fact('interface', { name: 'eth0', mtu: 1500 })])).toEqual([])
  expect(derived(tunnel, [VXLAN, UPLINK, UPLINK])).toHaveLength(1)
})

test('what is no tunnel has no overhead', () => {
  expect(
    derived(tunnel, [fact('interface', { name: 'a', linkType: 'vlan', mtu: 1500, uplink: 'eth0' }), UPLINK]),
  ).toEqual([])
})

test('counts of ls', () => {
  const facts = [
    fact('directory', { path: '/sys/class/net/docker0/brif', entries: 1023 }),
    fact('directory', { path: '/sys/class/net', entries: 1031 }),
    fact('directory', { path: '/srv/brif', entries: 9 }),
  ]
  expect(derived(bridge, facts)).toEqual([{ name: 'docker0', ports: 1023, limit: 1024 }])
  expect(derived(interfaces, facts)).toEqual([{ total: 1031 }])
})

const BEFORE = fact('certificate-refusal', { reason: 'not-yet-valid', offBySeconds: 3600 })
const AFTER = fact('certificate-refusal', { reason: 'expired', offBySeconds: 3600 })

test.each([
  ['behind by more', BEFORE, -4000, 1],
  ['behind by less', BEFORE, -3000, 0],
  ['ahead', BEFORE, 4000, 0],
  ['ahead by more', AFTER, 4000, 1],
  ['right', AFTER, 0.001, 0],
])('a clock that is %s', (_what, refusal, offsetSeconds, count) => {
  const rows = derived(certificateRefusal, [refusal, fact('clock', { toldBy: 'chrony', offsetSeconds })])
  expect(rows).toHaveLength(count)
  expect(rows?.every((row) => row.clockExplains === true)).toBe(true)
})

test('a difference to the clock of the app explains nothing: that one may be wrong', () => {
  const clock = fact('clock', { toldBy: 'app', offsetSeconds: -4000, uncertaintySeconds: 1 })
  expect(derived(certificateRefusal, [BEFORE, clock])).toEqual([])
})

test('two clocks explain nothing', () => {
  const clocks = [-4000, -5000].map((offsetSeconds) => fact('clock', { toldBy: 'chrony', offsetSeconds }))
  expect(derived(certificateRefusal, [BEFORE, ...clocks])).toEqual([])
})

function ping(packetBytes: number, outcome: string, fields: Fields = {}): Fact {
  return fact('path-mtu', { target: '192.0.2.9', packetBytes, outcome, ...fields })
}

test('small packets pass and large ones vanish', () => {
  expect(derived(pathMtu, [ping(1500, 'lost'), ping(84, 'passed'), ping(1028, 'passed')])).toMatchObject([
    { packetBytes: 1500, outcome: 'lost', passesBytes: 1028 },
  ])
  expect(derived(pathMtu, [ping(84, 'lost'), ping(1028, 'passed')])).toEqual([])
})

test('the largest packet that the own interface sends passes', () => {
  expect(derived(pathMtu, [ping(1500, 'too-big-here', { mtu: 1450 }), ping(1450, 'passed')])).toMatchObject([
    { packetBytes: 1450, fillsMtu: true },
  ])
  expect(derived(pathMtu, [ping(1500, 'too-big-here', { mtu: 1450 }), ping(1028, 'passed')])).toEqual([])
})

test('lookups that waited for a timeout, and what conntrack lost', () => {
  const lookups = [5.51, 0.004, 10.01, 0.2, 3].map((seconds) => fact('dns-lookup', { seconds }))
  expect(derived(dnsLookups, lookups)).toEqual([{ count: 5, fast: 2, slow: 2 }])
  const withTable = [...lookups, fact('conntrack-table', { insertFailed: 812 })]
  expect(derived(dnsLookups, withTable)).toEqual([{ count: 5, fast: 2, slow: 2, insertFailed: 812 }])
  expect(derived(dnsLookups, lookups.slice(0, 1))).toEqual([])
})

test('the address that a bridge has against the one that it is to have', () => {
  const wish = fact('bridge-address', { name: 'cni0', wanted: '10.244.4.1/24' })
  const has = (address: string) => fact('interface', { name: 'cni0', mtu: 1450, address })
  expect(derived(bridgeAddress, [wish, has('10.244.1.1/24')])).toMatchObject([
    { address: '10.244.1.1/24', matches: false },
  ])
  expect(derived(bridgeAddress, [wish, has('10.244.4.1/24')])).toMatchObject([{ matches: true }])
  expect(derived(bridgeAddress, [wish, has('10.244.4.1/24'), has('10.244.1.1/24')])).toEqual([])
  expect(derived(bridgeAddress, [wish])).toEqual([])
})

test('a pool of addresses against the folder in which they are given', () => {
  const pool = fact('ip-pool', { range: '10.244.1.1-10.244.1.254', size: 254, exhausted: true })
  const folder = (network: string) => fact('directory', { path: `/var/lib/cni/networks/${network}`, entries: 127 })
  expect(derived(ipPool, [pool, folder('cbr0')])).toEqual([
    { network: 'cbr0', range: '10.244.1.1-10.244.1.254', size: 254, files: 127, usedAtMostPercent: 50 },
  ])
  expect(derived(ipPool, [pool, folder('cbr0'), folder('other')])).toEqual([])
})
