import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Measured, measured } from '../../src/model/probe.ts'
import { NO_SPACE } from './pastes.ts'
import { ProbingOffice } from './probing-office.ts'

const POOL = 'Or check the pool'
const CHECKED_AGAIN = 3000

let probing: ProbingOffice
beforeEach(async () => {
  probing = await ProbingOffice.open('nodes: ["gpu-*", "pool=web"]')
})
afterEach(() => probing.close())

function mounts(count: number): Measured {
  const limit = 100_000
  return measured('mount-table', { count, limit, usedPercent: (100 * count) / limit, allNamespaces: true })
}

/** `gpu-001` and so on, all of them healthy. */
function connectsMany(count: number): string[] {
  const names = Array.from({ length: count }, (_, i) => `gpu-${String(i + 1).padStart(3, '0')}`)
  for (const name of names) healthy(name)
  return names
}

function healthy(name: string, labels = {}) {
  return probing.fleet.connects(name, { labels }).finds('mount-table', { facts: [mounts(388)] })
}

describe('"3 of 412"', () => {
  test('which nodes have it with their numbers, which did not answer, which could not be decided', async () => {
    const { fleet, alice } = probing
    connectsMany(412)
    for (const name of ['gpu-007', 'gpu-123', 'gpu-400'])
      fleet.connects(name).finds('mount-table', { facts: [mounts(99_000 + Number(name.slice(-3)))] })
    const notChecked = [{ what: '/proc', why: 'missing-right', says: 'CAP_SYS_PTRACE is missing' }] as const
    fleet.connects('gpu-200').finds('mount-table', { notChecked })
    for (const name of ['gpu-300', 'gpu-301']) healthy(name).hesitates()
    const paste = await probing.pastes(NO_SPACE)
    expect(await probing.confirms(paste, { [POOL]: 'gpu-*' })).toEqual({})
    await probing.shows(paste, /Asking gpu-\*/)
    for (const name of ['gpu-300', 'gpu-301']) fleet.loses(name)
    const seen = await probing.shows(paste, /gpu-\*: 3 of 412 nodes have mount-max-exhausted/)
    expect(seen).toContain('✓ gpu-007: 99007 of 100000 mounts are in use in one mount namespace (99 %)')
    expect(seen).toContain('✓ gpu-123: 99123 of 100000')
    expect(seen).toContain('✓ gpu-400: 99400 of 100000')
    expect(seen).toContain('2 did not answer: gpu-300, gpu-301 (the agent went away)')
    expect(seen).toContain('1 could not be decided: gpu-200 (/proc: CAP_SYS_PTRACE is missing)')
    expect(seen).toContain('406 ruled out')
    expect(seen).toMatch(/Not decided yet · .* · mount-max-exhausted/)
    expect(seen).not.toContain('Asking')
    expect(alice.hears(paste)).toMatch(/3 of 412 nodes have mount-max-exhausted: gpu-007, gpu-123, gpu-400/)
    expect(new Set(fleet.asked.map(({ probes }) => probes.join()))).toEqual(new Set(['mount-table']))
    expect(probing.probes()).toEqual([
      expect.objectContaining({
        action: 'probe',
        allowed: 1,
        object: expect.stringContaining('pool=gpu-* nodes=412 probes=mount-table'),
      }),
      expect.objectContaining({
        action: 'probed',
        object: expect.stringContaining('confirmed=3 ruled-out=406 undecided=1 silent=2'),
      }),
    ])
  })

  test('how many answered is told meanwhile', async () => {
    const { fleet, office } = probing
    connectsMany(5)
    const last = healthy('gpu-005').hesitates()
    healthy('gpu-004').hesitates()
    const paste = await probing.pastes(NO_SPACE)
    await probing.confirms(paste, { [POOL]: 'gpu-*' })
    await probing.shows(paste, /Asking gpu-\*/)
    office.passes(CHECKED_AGAIN)
    fleet.loses('gpu-004')
    await probing.shows(paste, /Asking gpu-\*: 4 of 5 nodes/)
    last.says()
    await probing.shows(paste, /0 of 5 nodes have mount-max-exhausted/)
  })

  test('a restart in the middle leaves no question for ever', async () => {
    const { office } = probing
    for (const name of connectsMany(3)) healthy(name).hesitates()
    const paste = await probing.pastes(NO_SPACE)
    await probing.confirms(paste, { [POOL]: 'gpu-*' })
    await probing.shows(paste, /Asking gpu-\*/)
    await office.crashApp()
    await office.startApp()
    expect(await probing.shows(paste, /The question to gpu-\* was interrupted/)).not.toContain('Asking')
  })
})

test('two thousand nodes with the longest names, all of them affected or silent, fit into a message', async () => {
  const { fleet, alice } = probing
  const name = (i: number): string => `gpu-${String(i).padStart(4, '0')}-${'x'.repeat(240)}`
  for (let i = 0; i < 1000; i++) fleet.connects(name(i)).finds('mount-table', { facts: [mounts(99_000)] })
  for (let i = 1000; i < 2000; i++) fleet.connects(name(i)).hesitates()
  const paste = await probing.pastes(NO_SPACE)
  await alice.clicks(paste, 'Confirm on node…')
  await probing.settle()
  expect(await alice.looksUp('modal', 'Node', 'gpu-')).toHaveLength(100)
  expect(await alice.submits({ [POOL]: 'gpu-*' })).toEqual({})
  await probing.shows(paste, /Asking gpu-\*/)
  for (let i = 1000; i < 2000; i++) fleet.loses(name(i))
  const seen = await probing.shows(paste, /1000 of 2000 nodes have mount-max-exhausted/)
  expect(seen).toContain('(992 more nodes)')
  expect(seen).toMatch(/1000 did not answer: gpu-1000-x+…, gpu-1001-x+….* \(the agent went away\), …/)
  await alice.clicks(paste, 'More')
  await probing.settle()
  expect(alice.seesModal()).toContain('1000 of 2000 nodes')
})

describe('a pool', () => {
  test('is also a label, and has only nodes that may be asked', async () => {
    const { fleet } = probing
    healthy('a-1', { pool: 'web' })
    healthy('a-2', { pool: 'web' })
    healthy('a-3', { pool: 'db' })
    const paste = await probing.pastes(NO_SPACE)
    expect(await probing.confirms(paste, { [POOL]: '*' })).toEqual({})
    await probing.shows(paste, /\*: 0 of 2 nodes have mount-max-exhausted/)
    expect(await probing.confirms(paste, { [POOL]: 'pool=w*' })).toEqual({})
    await probing.shows(paste, /pool=w\*: 0 of 2 nodes have/)
    expect(fleet.asked.map(({ node }) => node)).toEqual(['a-1', 'a-2', 'a-1', 'a-2'])
  })

  test.each([
    ['that nothing fits', { [POOL]: 'db-*' }, POOL, /No connected node that may be asked fits/],
    ['of nodes that may not be asked', { [POOL]: 'a-*' }, POOL, /No connected node that may be asked fits/],
    ['beside a node', { Node: 'gpu-001', [POOL]: 'gpu-*' }, POOL, /not both/],
    ['that is empty', { [POOL]: ' ' }, 'Node', /Choose a node/],
    ['that is hostile', { [POOL]: '<!channel>; rm -rf / $(x) ../../*' }, POOL, /No connected node/],
  ])('%s is objected to beside its field, and nobody is asked', async (_name, fields, field, says) => {
    const { fleet } = probing
    connectsMany(3)
    healthy('a-3', { pool: 'db' })
    const paste = await probing.pastes(NO_SPACE)
    expect(await probing.confirms(paste, fields)).toEqual({ [field]: expect.stringMatching(says) })
    expect(fleet.asked).toEqual([])
    expect(probing.probes()).toEqual([expect.objectContaining({ action: 'probe', allowed: 0 })])
  })

  test('of more than two thousand nodes is objected to', async () => {
    connectsMany(2001)
    const paste = await probing.pastes(NO_SPACE)
    expect(await probing.confirms(paste, { [POOL]: 'gpu-*' })).toEqual({ [POOL]: expect.stringContaining('2001') })
    expect(probing.fleet.asked).toEqual([])
  })
})
