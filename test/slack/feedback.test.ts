import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Measured, measured } from '../../src/model/probe.ts'
import type { Message } from '../slack-double/message.ts'
import type { Person } from '../slack-double/person.ts'
import type { Channel } from '../slack-double/workspace.ts'
import { Office } from './office.ts'
import { LINK_LIMIT, MOUNTS_NEAR_LIMIT, NO_SPACE } from './pastes.ts'
import { ProbingOffice } from './probing-office.ts'

/** The error text of exec-probe-timeouts and of pleg-slow-io. */
const TIMED_OUT = 'context deadline exceeded'
const WEEK_MS = 7 * 86_400_000

interface Row {
  readonly case_id: string
  readonly opinion: string
  readonly node: string
  readonly person: string
  readonly channel: string
  readonly facts: string
  readonly withdrawn_by: string | null
}

/** What the app keeps, oldest first. */
function kept(office: Office): readonly Row[] {
  const db = new Database(office.database, { readonly: true })
  try {
    return db.prepare('SELECT * FROM feedback ORDER BY number').all() as Row[]
  } finally {
    db.close()
  }
}

const said = (office: Office): string[] =>
  kept(office).map(({ case_id, opinion, withdrawn_by }) => `${case_id} ${opinion}${withdrawn_by ? ' withdrawn' : ''}`)

describe('what people press', () => {
  let office: Office
  let alice: Person
  let bob: Person
  let carol: Person
  let li: Person
  let ops: Channel
  beforeEach(async () => {
    office = await Office.open({ config: 'quiet_minutes: 0' })
    alice = office.slack.person('alice')
    bob = office.slack.person('bob')
    carol = office.slack.person('carol')
    li = office.slack.person('li', { locale: 'zh-CN' })
    ops = office.slack.channel('ops')
  })
  afterEach(async () => {
    expect(office.slack.checkInvariants({ mayPing: [alice, bob, carol, li] })).toEqual([])
    await office.close()
  })

  async function asked(paste: string, who = alice): Promise<Message> {
    const message = await who.posts(ops, `@casebook ${paste}`)
    await office.slack.settle()
    office.passes(2000)
    return message
  }

  async function clicks(who: Person, place: Message, label: string): Promise<void> {
    await who.clicks(place, label)
    await office.slack.settle()
    office.passes(2000)
  }

  async function says(line: string, who = alice): Promise<string> {
    const before = who.sees(ops)
    await who.types(ops, line)
    await office.slack.settle()
    return who.sees(ops).slice(before.length)
  }

  const shownCase = (place: Message): string | undefined =>
    / · .* confidence · ([\w-]+)/.exec(alice.sees(place).split('↳ casebook: ')[1] ?? '')?.[1]

  test('"This solved it" is kept with the text of the case and the facts, and shown with the case', async () => {
    const message = await asked(NO_SPACE)
    await bob.posts(ops, MOUNTS_NEAR_LIMIT, { thread: message })
    await office.slack.settle()
    await clicks(bob, message, 'This solved it')
    const [row] = kept(office)
    expect(row).toMatchObject({
      case_id: 'mount-max-exhausted',
      opinion: 'solved',
      node: '',
      person: bob.id,
      channel: ops.id,
      fingerprint: expect.stringMatching(/^\w{6,}$/),
      investigation: expect.stringMatching(/^id-/),
    })
    expect(JSON.parse(row?.facts ?? '')).toContainEqual({
      kind: 'mount-table',
      fields: expect.objectContaining({ count: 98_760, limit: 100_000 }),
    })
    expect(row?.facts).not.toContain('docker exec')
    expect(await says('/casebook show mount-max-exhausted')).toContain('solved it once')
    expect(await says('/casebook show mount-max-exhausted', li)).toContain('解决过 1 次')
    const next = await asked(NO_SPACE)
    expect(alice.sees(next)).toMatch(/error text solved it once reviewed/)
    await clicks(alice, next, 'More')
    expect(alice.seesModal()).toContain('solved it once')
  })

  test('pressed twice, or by two at once, it is said once', async () => {
    const message = await asked(LINK_LIMIT)
    await Promise.all([bob, bob, carol].map((who) => who.clicks(message, 'This solved it')))
    await office.slack.settle()
    expect(said(office)).toEqual(['ext4-link-limit solved'])
    expect(alice.sees(message)).toMatch(/Solved by @(bob|carol)/)
  })

  test('"Undo" takes it back, whoever presses, and is kept; it may be said again', async () => {
    const message = await asked(LINK_LIMIT)
    await clicks(bob, message, 'This solved it')
    await Promise.all([carol.clicks(message, 'Undo'), carol.clicks(message, 'Undo')])
    await office.slack.settle()
    expect(kept(office)).toMatchObject([{ person: bob.id, withdrawn_by: carol.id }])
    expect(await says('/casebook show ext4-link-limit')).not.toContain('solved it')
    office.passes(2000)
    await clicks(carol, message, 'This solved it')
    expect(said(office)).toEqual(['ext4-link-limit solved withdrawn', 'ext4-link-limit solved'])
    expect(alice.sees(message)).toContain('Solved by @carol')
  })

  test('"Not this" is kept once, and taken back when the same case solved it after all', async () => {
    const message = await asked(NO_SPACE)
    await Promise.all([bob.clicks(message, 'Not this'), bob.clicks(message, 'Not this')])
    await office.slack.settle()
    expect(said(office)).toEqual(['mount-max-exhausted not-this'])
    expect(await says('/casebook show mount-max-exhausted')).toContain('not this: once')
    const another = await asked(LINK_LIMIT)
    await Promise.all([bob.clicks(another, 'Not this'), alice.clicks(another, 'This solved it')])
    await office.slack.settle()
    expect(said(office).filter((it) => !it.endsWith('withdrawn'))).toEqual([
      'mount-max-exhausted not-this',
      'ext4-link-limit solved',
    ])
  })

  test('a forged press says nothing: of a case that the answer does not hold, or from somewhere else', async () => {
    const message = await asked(LINK_LIMIT)
    const investigation = /"investigation\\?":\\?"(id-[\w-]+)/.exec(JSON.stringify(office.slack.thread(message)))?.[1]
    const forges = async (who: Person, where: Channel, caseId: string) => {
      const value = JSON.stringify({ investigation, case: caseId })
      const actions = [{ type: 'button', action_id: 'not_this', block_id: 'b', value, action_ts: '1.1' }]
      await who.forges({ type: 'block_actions', ...who.clickContext(where), actions })
      await office.slack.settle()
    }
    const other = office.slack.channel('other')
    await forges(bob, other, 'ext4-link-limit')
    await forges(bob, ops, 'mount-max-exhausted')
    expect(kept(office)).toEqual([])
    expect(office.audit()).toContainEqual(expect.objectContaining({ actor: bob.id, action: 'not_this', allowed: 0 }))
    await forges(bob, ops, 'ext4-link-limit')
    expect(said(office)).toEqual(['ext4-link-limit not-this'])
  })

  test('of two cases with one error text, the one that solved it before comes first from then on, also after a restart', async () => {
    const message = await asked(TIMED_OUT)
    expect(shownCase(message)).toBe('exec-probe-timeouts')
    await clicks(alice, message, 'Not this')
    expect(shownCase(message)).toBe('pleg-slow-io')
    await clicks(alice, message, 'This solved it')
    const next = await asked(TIMED_OUT)
    expect(shownCase(next)).toBe('pleg-slow-io')
    expect(alice.sees(next)).toMatch(/low confidence[\s\S]*solved it once/)
    await office.restartApp()
    expect(shownCase(await asked(TIMED_OUT))).toBe('pleg-slow-io')
    expect(shownCase(await asked(NO_SPACE))).toBe('mount-max-exhausted')
  })

  test('a case that two people rejected is marked in the list, where it is shown and in the Home tab, until more say that it was right', async () => {
    for (const who of [alice, bob]) await clicks(who, await asked(TIMED_OUT, who), 'Not this')
    expect(said(office)).toEqual(['exec-probe-timeouts not-this', 'pleg-slow-io not-this'])
    for (const who of [alice, bob]) await clicks(who, await asked(LINK_LIMIT, who), 'Not this')
    expect(await says('/casebook list')).toMatch(/ext4-link-limit [^\n]*! often not the cause/)
    expect((await says('/casebook list')).match(/often not the cause/g)).toHaveLength(1)
    expect(await says('/casebook show ext4-link-limit')).toMatch(/not this: 2 times[\s\S]*! often not the cause/)
    expect(await says('/casebook list', li)).toMatch(/ext4-link-limit [^\n]*! 常常不是原因/)
    await alice.opensHome()
    await office.slack.settle()
    expect(alice.seesHome()).toContain('often not the cause (/casebook list marks them): 1')
    for (const who of [bob, carol]) {
      office.passes(WEEK_MS)
      await clicks(who, await asked(LINK_LIMIT, who), 'This solved it')
    }
    expect(await says('/casebook list')).not.toContain('often not the cause')
  })

  test('one person alone does not mark a case, however often they reject it in a week', async () => {
    for (let i = 0; i < 4; i++) await clicks(bob, await asked(LINK_LIMIT), 'Not this')
    expect(said(office)).toHaveLength(4)
    expect(await says('/casebook list')).not.toContain('often not the cause')
  })
})

describe('what nodes say', () => {
  let probing: ProbingOffice
  beforeEach(async () => {
    probing = await ProbingOffice.open()
  })
  afterEach(() => probing.close())

  function mounts(count: number): Measured {
    const limit = 100_000
    return measured('mount-table', { count, limit, usedPercent: (100 * count) / limit, allNamespaces: true })
  }

  function root(usedPercent: number): Measured {
    const kept = { image: false, pseudo: false, memory: false, readOnly: false, fsType: 'ext4', device: '/dev/vda1' }
    return measured('filesystem', { mountpoint: '/', usedPercent, inodes: 1000, inodesUsedPercent: 7, ...kept })
  }

  async function standingOf(caseId: string): Promise<string> {
    const { bob, ops } = probing
    const before = bob.sees(ops)
    await bob.types(ops, `/casebook show ${caseId}`)
    await probing.settle()
    return bob.sees(ops).slice(before.length)
  }

  test('is kept for each case in question, with the number, the node and who had it asked', async () => {
    const { fleet, office, alice } = probing
    fleet
      .connects('node-7')
      .finds('mount-table', { facts: [mounts(388)] })
      .finds('filesystems', { facts: [root(100)] })
    const paste = await probing.pastes(NO_SPACE)
    await probing.asks(paste, 'node-7')
    await probing.shows(paste, /Confirmed · .* · disk-blocks-full/)
    expect(said(office).toSorted()).toEqual([
      'disk-blocks-full confirmed',
      'inode-exhausted ruled-out',
      'mount-max-exhausted ruled-out',
      'tmp-full ruled-out',
    ])
    const confirmed = kept(office).find(({ opinion }) => opinion === 'confirmed')
    expect(confirmed).toMatchObject({ node: 'node-7', person: alice.id })
    expect(JSON.parse(confirmed?.facts ?? '')).toEqual([
      { kind: 'filesystem', fields: expect.objectContaining({ mountpoint: '/', usedPercent: 100 }) },
    ])
    expect(await standingOf('disk-blocks-full')).toContain('confirmed on 1 node')
    expect(await standingOf('mount-max-exhausted')).toContain('ruled out on 1 node')
  })

  test('after the fix, rules out nothing that it confirmed', async () => {
    const { fleet, office, alice } = probing
    const node = fleet.connects('node-7').finds('mount-table', { facts: [mounts(99_412)] })
    const paste = await probing.pastes(NO_SPACE)
    await probing.asks(paste, 'node-7')
    await probing.shows(paste, /Confirmed/)
    node.finds('mount-table', { facts: [mounts(388)] })
    await alice.clicks(paste, 'Ask node-7 again')
    await probing.shows(paste, /not mount-max-exhausted: .*388/)
    expect(said(office)).toEqual(['mount-max-exhausted confirmed'])
  })

  test('of a pool, is kept for the nodes that have it', async () => {
    const { fleet, office } = probing
    for (const [name, count] of [
      ['gpu-1', 99_412],
      ['gpu-2', 388],
      ['gpu-3', 99_500],
    ] as const)
      fleet.connects(name).finds('mount-table', { facts: [mounts(count)] })
    const paste = await probing.pastes(NO_SPACE)
    expect(await probing.confirms(paste, { 'Or check the pool': 'gpu-*' })).toEqual({})
    await probing.shows(paste, /2 of 3 nodes have mount-max-exhausted/)
    expect(kept(office).map(({ node, opinion }) => `${node} ${opinion}`)).toEqual([
      'gpu-1 confirmed',
      'gpu-3 confirmed',
    ])
    expect(await standingOf('mount-max-exhausted')).toContain('confirmed on 2 nodes')
  })

  test('that could not answer, is nothing', async () => {
    const { fleet, office } = probing
    fleet.connects('node-7').hesitates()
    const paste = await probing.pastes(NO_SPACE)
    await probing.asks(paste, 'node-7')
    fleet.loses('node-7')
    await probing.shows(paste, /the agent went away/)
    expect(kept(office)).toEqual([])
  })
})
