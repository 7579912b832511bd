import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Measured, measured } from '../../src/model/probe.ts'
import { FEW_MOUNTS, MOUNTS_NEAR_LIMIT, NO_SPACE } from './pastes.ts'
import { ProbingOffice } from './probing-office.ts'

const CHECKED_AGAIN = 3000
const KEPT_MS = 30 * 86_400_000
const UNCHECKED = 'Could not be checked, which does not mean that nothing is wrong'

let probing: ProbingOffice
beforeEach(async () => {
  probing = await ProbingOffice.open()
})
afterEach(() => probing.close())

/** The mount table that is the fullest of a node. */
function mounts(count: number, container?: string): Measured {
  const limit = 100_000
  const owner = { pid: 4711, process: 'agent', container }
  return measured('mount-table', { count, limit, usedPercent: (100 * count) / limit, allNamespaces: true, ...owner })
}

/** How full the root file system is. */
function root(usedPercent: number, inodesUsedPercent = 7): Measured {
  const kept = { image: false, pseudo: false, memory: false, readOnly: false, fsType: 'ext4', device: '/dev/vda1' }
  return measured('filesystem', { mountpoint: '/', usedPercent, inodes: 1000, inodesUsedPercent, ...kept })
}

describe('one node', () => {
  test('confirms: verdict, number, node and time stand in the one message', async () => {
    const { fleet, alice, office } = probing
    fleet.connects('node-7').finds('mount-table', { facts: [mounts(99_412)] })
    const paste = await probing.pastes(NO_SPACE)
    expect(alice.sees(paste)).toMatch(/Not decided yet[\s\S]*\[Confirm on node…\]/)
    await probing.asks(paste, 'node-7')
    const seen = await probing.shows(paste, /Confirmed · high confidence · mount-max-exhausted/)
    expect(seen).toContain(
      'confirms: 99412 of 100000 mounts are in use in one mount namespace (99.4 %) (mount-table on node-7, 2026-11-20 08:12:44 UTC)',
    )
    expect(seen).toMatch(/Measured on node-7 at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/)
    expect(alice.hears(paste)).toMatch(/Confirmed[\s\S]*99412[\s\S]*node-7/)
    expect(office.slack.thread(paste).filter(({ user }) => user === office.slack.app.id)).toHaveLength(1)
  })

  test('rules out, and another candidate, which the same answer confirms, takes its place', async () => {
    const { fleet } = probing
    fleet
      .connects('node-7')
      .finds('mount-table', { facts: [mounts(388)] })
      .finds('filesystems', { facts: [root(100)] })
    const paste = await probing.pastes(NO_SPACE)
    await probing.asks(paste, 'node-7')
    const seen = await probing.shows(paste, /Confirmed/)
    expect(seen).toMatch(/Confirmed · .* · disk-blocks-full/)
    expect(seen).toContain('confirms: / is 100 % full (filesystems on node-7, 2026-11-20 08:12:44 UTC)')
    expect(seen).toMatch(/not mount-max-exhausted: .*holds 388 of 100000 mounts.*\(mount-table on node-7, /)
    expect(seen).toContain('not inode-exhausted: / has 7 % of its inodes in use')
  })

  test('all candidates are asked about with one question', async () => {
    const { fleet } = probing
    fleet.connects('node-7')
    const paste = await probing.pastes(NO_SPACE)
    await probing.asks(paste, 'node-7')
    await probing.shows(paste, /Measured on node-7/)
    expect(fleet.asked).toEqual([{ node: 'node-7', probes: ['filesystems', 'mount-table'] }])
  })

  test('fills the fix with what it measured', async () => {
    const { fleet } = probing
    fleet.connects('node-7').finds('mount-table', { facts: [mounts(99_412, 'metrics-4f1c')] })
    const paste = await probing.pastes(NO_SPACE)
    expect(probing.bob.sees(paste)).not.toContain('metrics-4f1c')
    await probing.asks(paste, 'node-7')
    expect(await probing.shows(paste, /Confirmed/)).toContain('docker restart metrics-4f1c')
  })

  test('that the paste names is chosen already', async () => {
    const { fleet, alice } = probing
    fleet.connects('node-3')
    fleet.connects('node-7').finds('mount-table', { facts: [mounts(99_412)] })
    const paste = await probing.pastes(`Nov 20 10:00:00 node-7 ${NO_SPACE}`)
    await alice.clicks(paste, 'Confirm on node…')
    await probing.settle()
    expect(alice.seesModal()).toMatch(/^Node\n\[node-7\]$/m)
    expect(await alice.submits()).toEqual({})
    await probing.shows(paste, /Confirmed/)
    expect(fleet.asked.map(({ node }) => node)).toEqual(['node-7'])
  })

  test('is looked for by a part of its name, among those that are connected and allowed', async () => {
    const { fleet, alice } = probing
    for (const name of ['gpu-2', 'gpu-10', 'web-1']) fleet.connects(name)
    const paste = await probing.pastes(NO_SPACE)
    await alice.clicks(paste, 'Confirm on node…')
    await probing.settle()
    expect(await alice.looksUp('modal', 'Node', 'GPU')).toEqual(['gpu-10', 'gpu-2'])
    expect(await alice.looksUp('modal', 'Node', '')).toEqual(['gpu-10', 'gpu-2', 'web-1'])
    expect(await alice.looksUp('modal', 'Node', 'gpu-*')).toEqual([])
  })

  test('is asked again with one click, and what it says now counts', async () => {
    const { fleet, alice } = probing
    const node = fleet.connects('node-7').finds('mount-table', { facts: [mounts(99_412)] })
    const paste = await probing.pastes(NO_SPACE)
    await probing.asks(paste, 'node-7')
    await probing.shows(paste, /Confirmed/)
    node.finds('mount-table', { facts: [mounts(388)] })
    await alice.clicks(paste, 'Ask node-7 again')
    const seen = await probing.shows(paste, /not mount-max-exhausted: .*388/)
    expect(seen).not.toContain('99412')
  })

  test('asked before another one is still told of, and does not decide', async () => {
    const { fleet } = probing
    fleet.connects('node-3').finds('mount-table', { facts: [mounts(388)] })
    fleet.connects('node-7').finds('mount-table', { facts: [mounts(99_412)] })
    const paste = await probing.pastes(NO_SPACE)
    await probing.asks(paste, 'node-3')
    await probing.shows(paste, /not mount-max-exhausted/)
    await probing.asks(paste, 'node-7')
    expect(await probing.shows(paste, /Confirmed/)).toMatch(/node-3: ruled out: .*388 of 100000/)
  })
})

test('the audit log says who asked which node from where for what, and what came of it; a refusal too', async () => {
  const { fleet, alice, ops } = probing
  fleet.connects('node-7').finds('mount-table', { facts: [mounts(99_412)] })
  const paste = await probing.pastes(NO_SPACE)
  await probing.asks(paste, 'node-7')
  await probing.shows(paste, /Confirmed/)
  fleet.loses('node-7')
  fleet.connects('node-8')
  await alice.clicks(paste, 'Ask node-7 again')
  await probing.settle()
  const about = new RegExp(`^channel=${ops.id} investigation=\\S+ `)
  const entries = probing.probes() as { actor: string; action: string; object: string; allowed: number }[]
  expect(entries.map((entry) => ({ ...entry, object: entry.object.replace(about, '') }))).toEqual([
    { actor: alice.id, action: 'probe', object: 'node=node-7 probes=filesystems,mount-table', allowed: 1 },
    { actor: alice.id, action: 'probed', object: 'node=node-7 outcome=answered facts=1 not-checked=0', allowed: 1 },
    { actor: alice.id, action: 'probe', object: 'wrong=node', allowed: 0 },
  ])
  expect(alice.sees(paste)).toContain('This node is not connected, or may not be asked.')
})

describe('while a node is asked', () => {
  test('the message says so, then how far it is, and offers no second question', async () => {
    const { fleet, office } = probing
    const node = fleet.connects('node-7').hesitates()
    node.finds('mount-table', { facts: [mounts(99_412)] })
    const paste = await probing.pastes(NO_SPACE)
    await probing.asks(paste, 'node-7')
    expect(await probing.shows(paste, /Asking node-7 …/)).not.toContain('[Confirm on node…]')
    office.passes(CHECKED_AGAIN)
    node.says(1)
    await probing.shows(paste, /Asking node-7: 1 of 2 probes/)
    node.says()
    expect(await probing.shows(paste, /Confirmed/)).not.toContain('Asking')
  })

  test('two people who ask at once put one question; who was slower is told beside the field, and audited', async () => {
    const { fleet, alice, carol } = probing
    const node = fleet.connects('node-7').hesitates()
    const paste = await probing.pastes(NO_SPACE)
    for (const who of [alice, carol]) await who.clicks(paste, 'Confirm on node…')
    await probing.settle()
    const people = [alice, carol]
    const told = await Promise.all(people.map((who) => who.submits({ Node: 'node-7' })))
    await probing.shows(paste, /Asking node-7/)
    expect(fleet.asked).toHaveLength(1)
    const slower = told.findIndex((objections) => Object.keys(objections).length > 0)
    expect(told[slower]).toEqual({ Node: 'Another question about this is under way. Wait for its answer.' })
    expect(told[1 - slower]).toEqual({})
    expect(probing.probes()).toContainEqual({
      actor: people[slower]?.id,
      action: 'probe',
      object: expect.stringMatching(/ node=node-7 pool= wrong=node$/),
      allowed: 0,
    })
    node.says()
    await probing.shows(paste, /Measured on node-7/)
  })

  test('who comes later is told beside the field', async () => {
    const { fleet, alice, carol } = probing
    const node = fleet.connects('node-7').hesitates()
    const paste = await probing.pastes(NO_SPACE)
    for (const who of [alice, carol]) await who.clicks(paste, 'Confirm on node…')
    await probing.settle()
    expect(await alice.submits({ Node: 'node-7' })).toEqual({})
    await probing.shows(paste, /Asking node-7/)
    expect(await carol.submits({ Node: 'node-7' })).toEqual({ Node: expect.stringContaining('under way') })
    node.says()
    await probing.shows(paste, /Measured on node-7/)
    expect(fleet.asked).toHaveLength(1)
  })
})

describe('when it breaks in the middle', () => {
  test('the agent goes away: what it said counts, what it did not say is not taken for nothing wrong', async () => {
    const { fleet } = probing
    const node = fleet.connects('node-7').hesitates()
    node.finds('filesystems', { facts: [root(41)] }).finds('mount-table', { facts: [mounts(388)] })
    const paste = await probing.pastes(NO_SPACE)
    await probing.asks(paste, 'node-7')
    node.says(1)
    fleet.loses('node-7')
    const seen = await probing.shows(paste, /node-7 did not finish: the agent went away/)
    expect(seen).toMatch(/Not decided yet · .* · mount-max-exhausted/)
    expect(seen).not.toContain('not mount-max-exhausted')
    expect(seen).not.toMatch(/Asking|not disk-blocks-full/)
  })

  test('the node is gone before it is asked: that is said beside the field, and nothing is asked', async () => {
    const { fleet, alice } = probing
    fleet.connects('node-7')
    const paste = await probing.pastes(NO_SPACE)
    await alice.clicks(paste, 'Confirm on node…')
    await probing.settle()
    await alice.fills({ Node: 'node-7' })
    fleet.loses('node-7')
    expect(await alice.submits()).toEqual({ Node: expect.stringContaining('not connected') })
    expect(probing.bob.sees(paste)).not.toContain('Asking')
  })

  test('the investigation is kept no more: that is said beside the field, audited, and nothing is asked', async () => {
    const { fleet, office, alice } = probing
    fleet.connects('node-7')
    const paste = await probing.pastes(NO_SPACE)
    await alice.clicks(paste, 'Confirm on node…')
    await probing.settle()
    await alice.fills({ Node: 'node-7' })
    office.passes(KEPT_MS + 1)
    await probing.settle()
    expect(await alice.submits()).toEqual({ Node: 'This investigation is no longer kept.' })
    expect(fleet.asked).toEqual([])
    expect(probing.probes()).toEqual([
      {
        actor: alice.id,
        action: 'probe',
        object: expect.stringMatching(/^channel=unknown investigation=[\w-]+ wrong=gone$/),
        allowed: 0,
      },
    ])
  })

  test.each(['crashApp', 'stopApp'] as const)('%s leaves no question for ever', async (ends) => {
    const { fleet, office, alice } = probing
    const node = fleet.connects('node-7').finds('mount-table', { facts: [mounts(99_412)] })
    const paste = await probing.pastes(NO_SPACE)
    node.hesitates()
    await probing.asks(paste, 'node-7')
    await probing.shows(paste, /Asking node-7/)
    await office[ends]()
    await office.startApp()
    const seen = await probing.shows(paste, /The question to node-7 was interrupted/)
    expect(seen).not.toContain('Asking node-7')
    node.says()
    await probing.settle()
    expect(probing.bob.sees(paste)).toBe(seen)
    await alice.clicks(paste, 'Ask node-7 again')
    expect(await probing.shows(paste, /Confirmed/)).not.toContain('interrupted')
  })

  test('an answer that cannot be written down is not shown, and the question ends at the next start', async () => {
    const { fleet, office } = probing
    const node = fleet.connects('node-7').hesitates()
    node.finds('mount-table', { facts: [mounts(99_412)] })
    const paste = await probing.pastes(NO_SPACE)
    await probing.asks(paste, 'node-7')
    await probing.shows(paste, /Asking node-7/)
    node.says(1)
    await office.crashApp()
    node.says()
    await office.startApp()
    expect(await probing.shows(paste, /interrupted/)).not.toContain('Confirmed')
  })
})

test('where everything is ruled out on one node, another can be asked with what is left to click', async () => {
  const { fleet } = probing
  const healthy = { facts: [root(41)] }
  fleet
    .connects('node-3')
    .finds('mount-table', { facts: [mounts(388)] })
    .finds('filesystems', healthy)
  fleet.connects('node-7').finds('mount-table', { facts: [mounts(99_412)] })
  const paste = await probing.pastes(NO_SPACE)
  await probing.asks(paste, 'node-3')
  expect(await probing.shows(paste, /not mount-max-exhausted/)).toMatch(/\[Confirm on node…\] \[Ask node-3 again\]/)
  await probing.asks(paste, 'node-7')
  expect(await probing.shows(paste, /Confirmed/)).toContain('mount-max-exhausted')
})

describe('hostile text from a node', () => {
  const KEY = ['AKIA', 'Z7VRSQ5TJN2XMPLQ'].join('')

  test('is text: it pings nobody, forms no link and breaks out of nothing', async () => {
    const { fleet, office } = probing
    const evil = '<!channel> <@U0123456> <https://evil.example|x> ```\u202e*b* `rm -rf /`'
    const notChecked = [{ what: evil, why: 'failed', says: evil }] as const
    fleet
      .connects('node-7')
      .finds('mount-table', { facts: [mounts(99_412, evil)] })
      .finds('filesystems', {
        facts: [{ ...root(100), fields: { ...root(100).fields, mountpoint: evil } }],
        notChecked,
      })
    const paste = await probing.pastes(NO_SPACE)
    await probing.asks(paste, 'node-7')
    const seen = await probing.shows(paste, /Confirmed/)
    expect(seen).toContain('<!channel>')
    const sent = JSON.stringify(office.slack.outgoing.slice(-3))
    expect(sent).not.toMatch(/"type":"(?:link|user|broadcast|emoji|date)"/)
    expect(seen).toContain('docker restart <container>')
  })

  test('is one word of a command', async () => {
    probing.fleet.connects('node-7').finds('mount-table', { facts: [mounts(99_412, 'a; rm -rf /')] })
    const paste = await probing.pastes(NO_SPACE)
    await probing.asks(paste, 'node-7')
    expect(await probing.shows(paste, /Confirmed/)).toContain("docker restart 'a; rm -rf /'")
  })

  test('with a secret in it is redacted before it is shown, logged or kept', async () => {
    const { fleet, office } = probing
    const says = `cannot read: aws_access_key_id = ${KEY}`
    fleet.connects('node-7').finds('mount-table', {
      facts: [mounts(99_412, KEY)],
      notChecked: [{ what: KEY, why: 'failed', says }],
    })
    const paste = await probing.pastes(NO_SPACE)
    await probing.asks(paste, 'node-7')
    await probing.shows(paste, /Confirmed/)
    for (const text of [
      JSON.stringify(office.slack.calls),
      JSON.stringify(office.slack.outgoing),
      await office.traces(),
    ])
      expect(text.includes(KEY)).toBe(false)
  })
})

describe('what could not be looked at', () => {
  test('is told with its reason, and is not taken for nothing wrong', async () => {
    const { fleet } = probing
    const notChecked = [
      { what: '/proc/812/mountinfo', why: 'missing-right', says: 'CAP_SYS_PTRACE is missing' },
    ] as const
    fleet.connects('node-7').finds('mount-table', { facts: [mounts(388)], notChecked })
    const paste = await probing.pastes(NO_SPACE)
    await probing.asks(paste, 'node-7')
    const seen = await probing.shows(paste, /Measured on node-7/)
    expect(seen).toContain(`${UNCHECKED}\n`)
    expect(seen).toContain('• /proc/812/mountinfo: missing right (CAP_SYS_PTRACE is missing)')
    expect(seen).toMatch(/Not decided yet · .* · mount-max-exhausted/)
    expect(seen).not.toContain('not mount-max-exhausted')
    expect(probing.alice.hears(paste)).toContain('/proc/812/mountinfo: missing right')
  })

  test('because it hangs leaves open what stands there, and decides the rest', async () => {
    const { fleet } = probing
    const notChecked = [{ what: '/var/lib/docker', why: 'hung', says: 'no answer within 2 s' }] as const
    fleet
      .connects('node-7')
      .finds('filesystems', { facts: [root(41)], notChecked })
      .finds('mount-table', { facts: [mounts(388)] })
    const paste = await probing.pastes(NO_SPACE)
    await probing.asks(paste, 'node-7')
    const seen = await probing.shows(paste, /Measured on node-7/)
    expect(seen).toContain('• /var/lib/docker: hung (no answer within 2 s)')
    expect(seen).toContain('not mount-max-exhausted: ')
    expect(seen).toMatch(/Not decided yet · .* · (disk-blocks-full|inode-exhausted|tmp-full)/)
    expect(seen).not.toContain('not disk-blocks-full')
  })

  test('does not confirm what the paste ruled out, nor undo it', async () => {
    const { fleet } = probing
    const notChecked = [{ what: '/proc', why: 'timed-out', says: 'not all processes in 2 s' }] as const
    fleet.connects('node-7').finds('mount-table', { notChecked })
    const paste = await probing.pastes(`${NO_SPACE}\n${FEW_MOUNTS}`)
    await probing.asks(paste, 'node-7')
    expect(await probing.shows(paste, /Measured on node-7/)).toMatch(/not mount-max-exhausted: .*412 .*\(line \d+\)/)
  })
})

test('what the paste said for a case that the measurement rules out is shown too', async () => {
  const { fleet, alice } = probing
  fleet
    .connects('node-7')
    .finds('mount-table', { facts: [mounts(388)] })
    .finds('filesystems', { facts: [root(41)] })
  const paste = await probing.pastes(`${NO_SPACE}\n${MOUNTS_NEAR_LIMIT}`)
  expect(alice.sees(paste)).toMatch(/Confirmed · .* · mount-max-exhausted/)
  await probing.asks(paste, 'node-7')
  const seen = await probing.shows(paste, /not mount-max-exhausted: .*388 of 100000/)
  expect(seen).toMatch(/The paste said otherwise: 98760 of 100000 mounts.* \(line \d+\)\. The measurement is newer/)
  expect(seen).not.toContain('Confirmed')
})

test('what the paste said otherwise is shown beside the measurement, which counts', async () => {
  const { fleet, alice } = probing
  fleet.connects('node-7').finds('mount-table', { facts: [mounts(99_412)] })
  const paste = await probing.pastes(`${NO_SPACE}\n${FEW_MOUNTS}`)
  expect(alice.sees(paste)).toMatch(/not mount-max-exhausted: .*412/)
  await alice.clicks(paste, 'Confirm on node…')
  await probing.settle()
  expect(await alice.submits({ Node: 'node-7' })).toEqual({})
  const seen = await probing.shows(paste, /Confirmed · .* · mount-max-exhausted/)
  expect(seen).toMatch(/The paste said otherwise: .*412 of 100000 mounts.* \(line \d+\)\. The measurement is newer/)
})
