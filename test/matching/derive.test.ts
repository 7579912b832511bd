import { describe, expect, test } from 'vitest'
import { openCasebook } from '../../src/casebook.ts'
import { kindsToMeasure } from '../../src/investigation/remaining.ts'
import { deriveFromMeasured, deriveFromPaste } from '../../src/matching/derive.ts'
import type { Fact, Fields } from '../../src/model/fact.ts'

const { kinds, matcher } = await openCasebook(new URL('../../knowledge', import.meta.url).pathname)

const pasted = (kind: string, fields: Fields): Fact => ({
  kind,
  fields,
  origin: { from: 'paste', command: 'journalctl', lines: [3] },
})
const measured = (kind: string, fields: Fields, probe = 'p'): Fact => ({
  kind,
  fields,
  origin: { from: 'node', node: 'node-7', probe, at: '2026-11-20T08:12:44Z' },
})
const derived = (facts: readonly Fact[], beside: readonly Fact[] = []): [string, Fields][] =>
  deriveFromMeasured(facts, beside, kinds).map(({ kind, fields }) => [kind, fields])

const expired = { reason: 'expired', offBySeconds: 300, limitTime: '2026-11-20T08:00:00Z' }
const ahead = { toldBy: 'chrony', offsetSeconds: 4000 }

describe('what follows from measured rows', () => {
  test('is a row of the node that they were measured on', () => {
    const facts = [
      measured('cgroup-drivers', { kubelet: 'systemd' }, 'cgroup-drivers'),
      measured('cri-runtime', { name: 'containerd', cgroupDriver: 'cgroupfs' }, 'cri-runtime'),
    ]
    const [row] = deriveFromMeasured(facts, [], kinds)
    expect(row?.fields).toEqual({ kubelet: 'systemd', runtime: 'cgroupfs', runtimeName: 'cri', differ: true })
    expect(row?.origin).toEqual(facts[0]?.origin)
  })

  test('is nothing new when a probe said it already', () => {
    const neighbours = { family: 'IPv4', entries: 900, gcThresh1: 128, gcThresh3: 1024, usedPercent: 87.890625 }
    const limits = [
      measured('sysctl', { name: 'net.ipv4.neigh.default.gc_thresh1', value: 128 }),
      measured('sysctl', { name: 'net.ipv4.neigh.default.gc_thresh3', value: 1024 }),
    ]
    expect(derived([measured('neighbour-table', neighbours), ...limits])).toEqual([])
    const { usedPercent: _, gcThresh1: _1, gcThresh3: _3, ...bare } = neighbours
    expect(derived([measured('neighbour-table', bare), ...limits])).toEqual([['neighbour-table', neighbours]])
  })

  test('never says otherwise than the row that it rests on', () => {
    const own = { uid: 0, user: 'root', instances: 120, maxInstances: 128, instancesPercent: 93.75 }
    const elsewhere = measured('sysctl', { name: 'fs.inotify.max_user_instances', value: 8192 })
    expect(derived([measured('inotify-user', own), elsewhere])).toEqual([])
  })

  test('a docker beside the runtime of kubelet says nothing of that one', () => {
    const kubelet = measured('cgroup-drivers', { kubelet: 'systemd' })
    const docker = { version: '20.10.24', cgroupDriver: 'cgroupfs' }
    const drivers = (rows: [string, Fields][]) => rows.filter(([kind]) => kind === 'cgroup-drivers')
    expect(drivers(derived([kubelet, measured('docker-engine', docker)]))).toEqual([])
    const typed = [pasted('cgroup-drivers', { kubelet: 'systemd' }), pasted('docker-engine', docker)]
    expect(deriveFromPaste(typed, kinds).find(({ kind }) => kind === 'cgroup-drivers')?.fields.differ).toBe(true)
  })
})

describe('what was pasted beside it', () => {
  test('counts when it happened: a refusal is explained by the clock that was measured', () => {
    const facts = deriveFromMeasured([measured('clock', ahead)], [pasted('certificate-refusal', expired)], kinds)
    expect(facts.map(({ kind, fields }) => [kind, fields])).toEqual([
      ['certificate-refusal', { ...expired, clockExplains: true }],
    ])
    expect(facts[0]?.origin).toMatchObject({ from: 'node', node: 'node-7' })
  })

  test('counts no more when it says how things stood', () => {
    const count = pasted('mount-count', { count: 98_000, everyProcess: true })
    const limit = measured('sysctl', { name: 'fs.mount-max', value: 100_000 })
    expect(derived([limit], [count])).toEqual([])
    expect(derived([limit, measured('mount-count', count.fields)])[0]?.[1].usedPercent).toBe(98)
  })

  test('alone makes no measured row', () => {
    expect(derived([measured('kernel', { release: '' })], [pasted('certificate-refusal', expired)])).toEqual([])
  })
})

test('a paste and a measurement confirm together what neither does alone', () => {
  const paste = `networkPlugin cni failed to set up pod "web-1_default" network: failed to set bridge addr: "cni0" already has an IP address different from 10.244.3.1/24`
  const bridge = measured('interface', { name: 'cni0', address: '10.244.1.1/24' })
  const stateOf = (facts: readonly Fact[]) =>
    matcher.match(paste, facts).matches.find((match) => match.case.id === 'cni-bridge-address')?.verdict.state
  expect(stateOf([])).toBe('undecided')
  expect(stateOf([bridge])).toBe('confirmed')
  expect(stateOf([measured('interface', { name: 'cni0', address: '10.244.3.1/24' })])).toBe('ruled-out')
})

test('a node that is asked for what only follows from other kinds is asked for them', () => {
  const [bridge] = matcher.match('already has an IP address different from 10.244.3.1/24').matches
  expect(bridge?.case.id).toBe('cni-bridge-address')
  expect([...kindsToMeasure(bridge ? [bridge] : [], kinds)]).toEqual(['bridge-address', 'interface'])
})

test('kinds name only what they derive from, and what exists', () => {
  const naming = [...kinds.values()].filter(({ derivedFrom }) => derivedFrom !== undefined)
  expect(naming.length).toBeGreaterThan(2)
  expect(naming.filter(({ derive }) => derive === undefined)).toEqual([])
  expect(naming.flatMap(({ derivedFrom = [] }) => derivedFrom).filter((id) => !kinds.has(id))).toEqual([])
})

test('a difference to the clock of the app is a hint: it proves no skew, and clears no certificate', () => {
  const found = (fields: Fields) =>
    matcher.match(
      'Unable to connect to the server: x509: certificate has expired or is not yet valid: current time 2026-11-20T08:05:00Z is after 2026-11-20T08:00:00Z',
      [measured('clock', fields, 'clock')],
    ).matches
  const verdicts = (fields: Fields) =>
    ['node-clock-skew', 'cert-expired'].map((id) => found(fields).find((it) => it.case.id === id)?.verdict.state)
  expect(verdicts({ toldBy: 'app', offsetSeconds: 4000, uncertaintySeconds: 1 })).toEqual(['undecided', 'undecided'])
  expect(verdicts(ahead)).toEqual(['confirmed', 'ruled-out'])
})
