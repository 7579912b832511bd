import Database from 'better-sqlite3'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { muteFor } from '../../src/investigation/muted.ts'
import type { Mute } from '../../src/model/mute.ts'
import { readMute } from '../../src/slack/quiet/read-mute.ts'
import type { Bot } from '../slack-double/bot.ts'
import type { Message } from '../slack-double/message.ts'
import type { Person } from '../slack-double/person.ts'
import type { Channel } from '../slack-double/workspace.ts'
import { Office } from './office.ts'
import { CHAT, FULL_MOUNT_TABLE, LINK_LIMIT, MOUNTS_NEAR_LIMIT, NO_SPACE } from './pastes.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const CASE = 'mount-max-exhausted'
const ANSWER = 'mount namespace is full'

let office: Office
let alice: Person
let bob: Person
let pager: Bot
let ops: Channel
beforeEach(async () => {
  office = await Office.open()
  alice = office.slack.person('alice')
  bob = office.slack.person('bob')
  pager = office.slack.bot('prometheus')
  ops = office.slack.channel('ops')
  await office.restartApp(`default_mode: alerts\nquiet_minutes: 0\nalert_bots: [${pager.id}]`)
})
afterEach(async () => {
  expect(office.slack.checkInvariants()).toEqual([])
  await office.close()
})

async function says(line: string, who = alice, where = ops): Promise<string> {
  const before = who.sees(where)
  await who.types(where, line)
  await office.slack.settle()
  return who.sees(where).slice(before.length)
}

async function posts(text: string, who = alice, where = ops): Promise<Message> {
  const message = await who.posts(where, text)
  await office.slack.settle()
  return message
}

const isAnswered = (message: Message): boolean => office.slack.thread(message).length > 1

/** Whether a message about which nobody asked is answered. */
async function isToldUnasked(text = FULL_MOUNT_TABLE, where = ops): Promise<boolean> {
  return isAnswered(await posts(text, bob, where))
}

describe('a muted case', () => {
  test('is silent when nobody asks, be it a person or an alert', async () => {
    expect(await isToldUnasked()).toBe(true)
    expect(await says(`/casebook mute ${CASE}`)).toMatch(
      /mount-max-exhausted\s+Muted in this channel until [\d: -]+ UTC by alice/,
    )
    expect(await isToldUnasked()).toBe(false)
    const alert = await pager.posts(ops, { text: FULL_MOUNT_TABLE })
    await office.slack.settle()
    expect(isAnswered(alert)).toBe(false)
    expect(await isToldUnasked(LINK_LIMIT)).toBe(true)
  })

  test('is silent also to the author, where only the author would be told', async () => {
    await posts(NO_SPACE, bob)
    expect(ops.ephemerals).toHaveLength(1)
    await says(`/casebook mute ${CASE}`)
    const seen = ops.ephemerals.length
    await posts(NO_SPACE, bob)
    expect(ops.ephemerals).toHaveLength(seen)
  })

  test('is answered to who mentions, writes directly, or types a command, and says that it is muted', async () => {
    await says(`/casebook mute ${CASE} everywhere for 2d`)
    const muted = /Muted in all channels until (\S+ \S+) UTC by alice/
    const mention = await posts(`@casebook ${FULL_MOUNT_TABLE}`, bob)
    expect(bob.sees(mention)).toContain(ANSWER)
    const [, until] = muted.exec(bob.sees(mention)) ?? []
    expect(Date.parse(`${until}Z`) - Date.now()).toBeGreaterThan(2 * DAY_MS - HOUR_MS)
    expect(Date.parse(`${until}Z`) - Date.now()).toBeLessThanOrEqual(2 * DAY_MS)
    expect(bob.hears(mention)).toMatch(muted)
    expect(bob.sees(await posts(FULL_MOUNT_TABLE, bob, bob.dm))).toMatch(muted)
    expect(await says(`/casebook ${FULL_MOUNT_TABLE}`, bob)).toMatch(muted)
  })

  test('says so in the language of who asks', async () => {
    await says(`/casebook mute ${CASE}`)
    const mei = office.slack.person('mei', { locale: 'zh-CN' })
    const mention = await posts(`@casebook ${FULL_MOUNT_TABLE}`, mei)
    expect(mei.sees(mention)).toMatch(/alice已将此案例在此频道静音至 [\d: -]+ UTC/)
  })

  test('here is told in other channels, and without a word there', async () => {
    await says(`/casebook mute ${CASE} here`)
    const dev = office.slack.channel('dev')
    const message = await posts(FULL_MOUNT_TABLE, bob, dev)
    expect(bob.sees(message)).toContain(ANSWER)
    expect(bob.sees(message)).not.toContain('Muted')
  })

  test('everywhere is silent everywhere', async () => {
    await says(`/casebook mute ${CASE} everywhere`)
    expect(await isToldUnasked(FULL_MOUNT_TABLE, office.slack.channel('dev'))).toBe(false)
  })

  test('is told again when the time is over, and pruned', async () => {
    await says(`/casebook mute ${CASE} for 12h`)
    office.passes(11 * HOUR_MS)
    expect(await isToldUnasked()).toBe(false)
    office.passes(2 * HOUR_MS)
    await office.slack.settle()
    expect(await isToldUnasked()).toBe(true)
    expect(mutesOnDisk()).toBe(0)
  })

  test('stays muted over a restart', async () => {
    await says(`/casebook mute ${CASE}`)
    await office.restartApp()
    expect(await isToldUnasked()).toBe(false)
  })

  test('keeps a thread that was answered up to date, and says there that it is muted', async () => {
    const first = await posts(`@casebook ${NO_SPACE}`)
    await says(`/casebook mute ${CASE}`)
    await bob.posts(ops, MOUNTS_NEAR_LIMIT, { thread: first })
    await office.slack.settle()
    expect(alice.sees(first)).toMatch(/Confirmed[\s\S]*Muted in this channel/)
  })

  test('that comes up in a thread of which only the author was told is told to nobody, until somebody asks', async () => {
    const root = await posts(CHAT)
    await bob.posts(ops, NO_SPACE, { thread: root })
    await office.slack.settle()
    await says(`/casebook mute ${CASE}`)
    const seen = office.slack.outgoing.length
    await bob.posts(ops, MOUNTS_NEAR_LIMIT, { thread: root })
    await office.slack.settle()
    expect(office.slack.outgoing).toHaveLength(seen)
    await bob.posts(ops, '@casebook and now?', { thread: root })
    await office.slack.settle()
    expect(bob.sees(root)).toMatch(/Confirmed[\s\S]*Muted in this channel/)
  })
})

describe('a case that is muted for a node', () => {
  const onNode = (node: string): string => `Nov 21 10:00:01 ${node} dockerd[812]: ${FULL_MOUNT_TABLE}`

  test('is silent about pastes of that node, and of no other', async () => {
    expect(await says(`/casebook mute ${CASE} node Node-7 for 3d`)).toContain('Muted in this channel for node-7 until')
    expect(await isToldUnasked(onNode('node-7'))).toBe(false)
    expect(await isToldUnasked(onNode('node-8'))).toBe(true)
    expect(await isToldUnasked()).toBe(true)
  })

  test('is told where several nodes are listed', async () => {
    await says(`/casebook mute ${CASE} node node-7`)
    const nodes = [
      'NAME     STATUS     ROLES    AGE   VERSION',
      'node-7   Ready      <none>   90d   v1.30.2',
      'node-8   NotReady   <none>   90d   v1.30.2',
    ]
    expect(await isToldUnasked([...nodes, FULL_MOUNT_TABLE].join('\n'))).toBe(true)
    expect(await isToldUnasked([...nodes.slice(0, 2), FULL_MOUNT_TABLE].join('\n'))).toBe(false)
  })

  test('says so to who asks about that node', async () => {
    await says(`/casebook mute ${CASE} node node-7`)
    const about = await posts(`@casebook ${onNode('node-7')}`, bob)
    expect(bob.sees(about)).toContain('Muted in this channel for node-7')
    const other = await posts(`@casebook ${onNode('node-8')}`, bob)
    expect(bob.sees(other)).not.toContain('Muted')
  })
})

describe('/casebook mutes', () => {
  test('lists what holds here, with who and until when', async () => {
    expect(await says('/casebook mutes')).toContain('No case is muted in this channel')
    await says(`/casebook mute ${CASE}`)
    await says('/casebook mute ext4-link-limit everywhere node node-7 for 2w', bob)
    const seen = await says('/casebook mutes')
    expect(seen).toContain('2 mutes hold in this channel')
    expect(seen).toMatch(/• mount-max-exhausted Muted in this channel until [\d: -]+ UTC by alice/)
    expect(seen).toMatch(/• ext4-link-limit Muted in all channels for node-7 until [\d: -]+ UTC by bob/)
  })

  test('does not tell of other channels', async () => {
    await says(`/casebook mute ${CASE}`, alice, office.slack.channel('secret', { kind: 'group', members: [alice] }))
    expect(await says('/casebook mutes', bob)).toContain('No case is muted in this channel')
  })

  test('a second mute of the same place takes the place of the first', async () => {
    await says(`/casebook mute ${CASE} for 1d`)
    await says(`/casebook mute ${CASE} for 90d`, bob)
    const seen = await says('/casebook mutes')
    expect(seen).toContain('1 case is muted in this channel')
    expect(seen).toContain('by bob')
  })
})

describe('/casebook unmute', () => {
  test('takes back that mute and no other', async () => {
    await says(`/casebook mute ${CASE}`)
    await says(`/casebook mute ${CASE} everywhere`)
    expect(await says(`/casebook unmute ${CASE}`, bob)).toContain('not muted there any more')
    expect(await isToldUnasked()).toBe(false)
    expect(await says(`/casebook unmute ${CASE} everywhere`)).toContain('not muted there any more')
    expect(await isToldUnasked()).toBe(true)
  })

  test('of what is not muted says so', async () => {
    await says(`/casebook mute ${CASE} node node-7`)
    expect(await says(`/casebook unmute ${CASE}`)).toContain('is not muted just so')
    expect(await says(`/casebook unmute ${CASE} node node-7`)).toContain('not muted there any more')
  })
})

test.each([
  ['', 'Name a case'],
  ['mount-max-exhuasted', 'Did you mean mount-max-exhausted?'],
  [`${CASE} for ever`, '"ever" is no time'],
  [`${CASE} for 0d`, '"0d" is no time'],
  [`${CASE} for 91d`, '90d is the most'],
  [`${CASE} for 3000h`, '90d is the most'],
  [`${CASE} node -x`, '"-x" is no name of a node'],
  [`${CASE} in ops`, '"in" is none of'],
  [`${CASE} here everywhere`, '"everywhere" comes too late'],
])('/casebook mute %s is answered with what is wrong, and nothing is muted', async (words, answer) => {
  expect(await says(`/casebook mute ${words}`)).toContain(answer)
  expect(mutesOnDisk()).toBe(0)
})

describe('who may', () => {
  test('not a guest: neither mute nor unmute; looking is free', async () => {
    const guest = office.slack.person('gus', { guest: true })
    expect(await says(`/casebook mute ${CASE} everywhere`, guest)).toContain('You may not change this channel')
    expect(mutesOnDisk()).toBe(0)
    await says(`/casebook mute ${CASE}`)
    expect(await says(`/casebook unmute ${CASE}`, guest)).toContain('You may not change this channel')
    expect(await says('/casebook mutes', guest)).toContain('by alice')
    expect(mutesOnDisk()).toBe(1)
    expect(office.audit()).toEqual([
      expect.objectContaining({ actor: guest.id, action: 'mute', allowed: 0 }),
      expect.objectContaining({ actor: alice.id, action: 'mute', allowed: 1 }),
      expect.objectContaining({ actor: guest.id, action: 'unmute', allowed: 0 }),
    ])
  })

  test('nobody of whom Slack does not say who they are', async () => {
    office.slack.faults.answer('users.info', 'internal_error', 4)
    expect(await says(`/casebook mute ${CASE}`)).toContain('You may not change this channel')
  })

  test('the admins only, where the configuration names them', async () => {
    await office.restartApp(`default_mode: watch\nadmins: [${bob.id}]`)
    expect(await says(`/casebook mute ${CASE}`)).toContain('You may not change this channel')
    expect(await says(`/casebook mute ${CASE}`, bob)).toContain('Muted in this channel')
  })

  test('the audit holds the case, the place and the time, and nothing that a person only typed', async () => {
    await says(`/casebook mute ${CASE} node node-7 for 1d`)
    await says('/casebook mute hunter2 everywhere')
    const objects = (office.audit() as { object: string }[]).map(({ object }) => object)
    expect(objects[0]).toMatch(new RegExp(`^case=${CASE} channel=${ops.id} node=node-7 until=\\d{4}-`))
    expect(objects[1]).toMatch(/^case=\? channel=\* node=\* until=/)
  })
})

describe('Mute here, under the whole case', () => {
  async function opensMore(message: Message | Channel, who = alice): Promise<void> {
    await who.clicks(message, 'More')
    await office.slack.settle()
  }

  test('mutes the case in the channel of the answer, and says so in the modal and in the thread', async () => {
    const message = await posts(FULL_MOUNT_TABLE)
    await opensMore(message)
    await alice.clicks('modal', 'Mute here for 7 days')
    await office.slack.settle()
    expect(alice.seesModal()).toMatch(/Muted in this channel until [\d: -]+ UTC by alice/)
    expect(alice.seesModal()).not.toContain('[Mute here')
    expect(alice.sees(message)).toContain('Muted in this channel')
    expect(await isToldUnasked()).toBe(false)
    expect(office.audit()).toContainEqual(expect.objectContaining({ actor: alice.id, action: 'mute', allowed: 1 }))
  })

  test('is refused to a guest, who is told what others may type', async () => {
    const guest = office.slack.person('gus', { guest: true })
    const message = await posts(FULL_MOUNT_TABLE)
    await opensMore(message, guest)
    await guest.clicks('modal', 'Mute here for 7 days')
    await office.slack.settle()
    expect(guest.seesModal()).toContain(`/casebook mute ${CASE} here for 7d`)
    expect(office.audit()).toContainEqual(expect.objectContaining({ actor: guest.id, action: 'mute', allowed: 0 }))
    expect(mutesOnDisk()).toBe(0)
  })

  test('is refused in a private channel, of which a modal does not show that one is still in it', async () => {
    const secret = office.slack.channel('secret', { kind: 'group', members: [alice] })
    const message = await posts(`@casebook ${FULL_MOUNT_TABLE}`, alice, secret)
    await opensMore(message)
    expect(alice.seesModal()).toContain('overlay2/')
    await alice.clicks('modal', 'Mute here for 7 days')
    await office.slack.settle()
    expect(alice.seesModal()).toContain('In the channel itself you may')
    expect(alice.seesModal()).not.toContain('overlay2/')
    expect(mutesOnDisk()).toBe(0)
  })

  test('is refused to who only has a button believed that is not on their screen', async () => {
    await posts(FULL_MOUNT_TABLE)
    const value = JSON.stringify({ investigation: onlyInvestigation(), case: CASE })
    const actions = [{ type: 'button', action_id: 'mute', block_id: 'b', value }]
    const view = { id: 'V1', type: 'modal', callback_id: 'more', private_metadata: '', blocks: [] }
    for (const who of [
      office.slack.person('mallory', { stranger: true }),
      office.slack.person('gus', { guest: true }),
    ]) {
      await who.forges({ type: 'block_actions', actions, view })
      await office.slack.settle()
      expect(office.audit()).toContainEqual(expect.objectContaining({ actor: who.id, action: 'mute', allowed: 0 }))
    }
    expect(mutesOnDisk()).toBe(0)
  })

  test('under what only the author was told is refused to everybody else', async () => {
    await posts(NO_SPACE)
    const value = JSON.stringify({ investigation: onlyInvestigation(), case: CASE })
    const actions = [{ type: 'button', action_id: 'mute', block_id: 'b', value }]
    const view = { id: 'V1', type: 'modal', callback_id: 'more', private_metadata: '', blocks: [] }
    await bob.forges({ type: 'block_actions', actions, view })
    await office.slack.settle()
    expect(mutesOnDisk()).toBe(0)
    await opensMore(ops)
    await alice.clicks('modal', 'Mute here for 7 days')
    await office.slack.settle()
    expect(alice.seesModal()).toContain('Muted in this channel')
    expect(mutesOnDisk()).toBe(1)
  })

  test('is not offered in direct messages', async () => {
    const message = await posts(FULL_MOUNT_TABLE, alice, alice.dm)
    await opensMore(message)
    expect(alice.seesModal()).toContain(ANSWER)
    expect(alice.seesModal()).not.toContain('Mute here')
  })
})

test('of several mutes that hold, the longest one is told, and one that does not hold is never', () => {
  const place = fc.constantFrom('C1', 'C2', undefined)
  const node = fc.constantFrom('a', 'b', undefined)
  const caseId = fc.constantFrom('x', 'y')
  const mute = fc.record({ caseId, channel: place, node, until: fc.integer({ min: 0, max: 20 }) })
  const asked = fc.record({ caseId, channel: fc.constantFrom('C1', 'C2'), node: fc.constantFrom('A', 'b', undefined) })
  fc.assert(
    fc.property(fc.array(mute, { maxLength: 12 }), asked, fc.integer({ min: 0, max: 20 }), (scopes, about, now) => {
      const mutes: Mute[] = scopes.map((it) => ({ ...it, by: 'U1', byName: '', at: 0 }))
      const found = muteFor(mutes, about, now)
      const holding = mutes.filter(
        (it) =>
          it.caseId === about.caseId &&
          it.until > now &&
          (it.channel === undefined || it.channel === about.channel) &&
          (it.node === undefined || it.node === about.node?.toLowerCase()),
      )
      expect(found?.until).toBe(holding.length === 0 ? undefined : Math.max(...holding.map(({ until }) => until)))
      if (found) expect(holding).toContain(found)
    }),
  )
})

test('whatever somebody types, a mute ends within 90 days or it is said what is wrong', () => {
  const word = fc.constantFrom('here', 'everywhere', 'node', 'for', 'node-7', '7d', '12h', '2w', '91d', '0d', 'x')
  const typed = fc.oneof(
    fc.string(),
    fc.array(word).map((words) => ['case', ...words].join(' ')),
  )
  fc.assert(
    fc.property(typed, (text) => {
      const read = readMute(text)
      if ('wrong' in read) {
        expect(read.wrong).toMatch(/^[a-z-]+$/)
        return
      }
      expect(read.forMs).toBeGreaterThanOrEqual(HOUR_MS)
      expect(read.forMs).toBeLessThanOrEqual(90 * DAY_MS)
      expect(read.caseId).toMatch(/^\S+$/)
      expect(read.node ?? 'a').toMatch(/^[a-z0-9][a-z0-9.-]*$/)
    }),
  )
  expect(readMute('c node N1 everywhere for 2w')).toEqual({
    caseId: 'c',
    everywhere: true,
    node: 'n1',
    forMs: 14 * DAY_MS,
  })
})

function mutesOnDisk(): unknown {
  return onDisk('SELECT count(*) FROM mute')
}

function onlyInvestigation(): unknown {
  return onDisk('SELECT id FROM investigation')
}

function onDisk(sql: string): unknown {
  const db = new Database(office.database, { readonly: true })
  try {
    return db.prepare(sql).pluck().get()
  } finally {
    db.close()
  }
}
