import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Message } from '../slack-double/message.ts'
import type { Person } from '../slack-double/person.ts'
import type { Channel } from '../slack-double/workspace.ts'
import { Office } from './office.ts'
import { CHAT, FULL_MOUNT_TABLE, LINK_LIMIT, NO_SPACE } from './pastes.ts'

let office: Office
let alice: Person
let ops: Channel
beforeEach(async () => {
  office = await Office.open({ config: 'default_mode: watch' })
  alice = office.slack.person('alice')
  ops = office.slack.channel('ops')
})
afterEach(async () => {
  expect(office.slack.checkInvariants()).toEqual([])
  await office.close()
})

/** Nobody got anything to see from the app. */
async function expectSilence(): Promise<void> {
  await office.slack.settle()
  expect(office.slack.outgoing.map(({ content }) => content.text)).toEqual([])
}

async function expectAnswer(message: Message): Promise<void> {
  await office.slack.settle()
  expect(alice.sees(message)).toMatch(/↳ casebook: /)
}

describe('silent', () => {
  test('about its own messages', async () => {
    const message = await alice.posts(ops, FULL_MOUNT_TABLE)
    await expectAnswer(message)
    const own = office.slack.deliveries.filter(({ payload }) =>
      JSON.stringify(payload.event).includes(office.slack.app.id),
    )
    expect(own.length).toBeGreaterThan(0)
    expect(office.slack.outgoing).toHaveLength(1)
  })

  test('about bots, where alerts are not read', async () => {
    await office.slack.bot('ci').posts(ops, { text: FULL_MOUNT_TABLE })
    await expectSilence()
  })

  test('about bots that are not on the list, where alerts are read', async () => {
    await office.restartApp('default_mode: alerts')
    await office.slack.bot('ci').posts(ops, { text: FULL_MOUNT_TABLE })
    await expectSilence()
  })

  test('about a bot that mentions it', async () => {
    await office.slack.bot('ci').posts(ops, { text: `<@${office.slack.app.id}> ${FULL_MOUNT_TABLE}` })
    await expectSilence()
  })

  test('about people who join', async () => {
    const newcomer = office.slack.channel('new', { app: false })
    await alice.invitesApp(newcomer)
    await office.slack.settle()
    expect(newcomer.messages.filter((it) => it.user === office.slack.app.id && !it.subtype)).toHaveLength(1)
  })

  test('about chat', async () => {
    await alice.posts(ops, CHAT)
    await alice.posts(ops, 'can somebody look at the disk of node-7 please? it has no space left')
    await expectSilence()
  })

  test('about what only may be a case', async () => {
    await alice.posts(ops, 'we saw "no space left on device" again yesterday')
    await expectSilence()
  })

  test('where it is answered on mention only', async () => {
    await alice.types(ops, '/casebook channel mention')
    const seen = office.slack.outgoing.length
    await alice.posts(ops, FULL_MOUNT_TABLE)
    await office.slack.settle()
    expect(office.slack.outgoing).toHaveLength(seen)
  })

  test('where it is off, also when asked', async () => {
    await office.restartApp('default_mode: "off"')
    await alice.posts(ops, `@casebook ${FULL_MOUNT_TABLE}`)
    await expectSilence()
  })

  test('about what is addressed to somebody else', async () => {
    office.slack.person('bob')
    await alice.posts(ops, `@bob ${FULL_MOUNT_TABLE}`)
    await expectSilence()
  })

  test('in a channel that is shared with another organisation, also when asked', async () => {
    const shared = office.slack.channel('shared', { external: true })
    await alice.posts(shared, `@casebook ${FULL_MOUNT_TABLE}`)
    await expectSilence()
  })

  test('when the link to the fix is in the message already', async () => {
    const fix = 'https://github.com/moby/moby/pull/38993'
    await alice.posts(ops, `${FULL_MOUNT_TABLE}\nsee ${fix}`)
    await expectSilence()
  })

  test('about a message that is deleted', async () => {
    const message = await alice.posts(ops, CHAT)
    await alice.deletes(message)
    await expectSilence()
  })

  test('about an edit of a message that it did not answer', async () => {
    const message = await alice.posts(ops, CHAT)
    await alice.edits(message, `${CHAT}, or at one`)
    await expectSilence()
  })
})

describe('once', () => {
  test('for a message that mentions it, which arrives as two events', async () => {
    const message = await alice.posts(ops, `@casebook ${FULL_MOUNT_TABLE}`)
    await expectAnswer(message)
    expect(office.slack.deliveries.map(({ about }) => about)).toEqual(
      expect.arrayContaining(['message', 'app_mention']),
    )
    expect(office.slack.thread(message)).toHaveLength(2)
  })

  test('for the same case in a channel; after a while again', async () => {
    await expectAnswer(await alice.posts(ops, FULL_MOUNT_TABLE))
    const soon = await office.slack.person('bob').posts(ops, FULL_MOUNT_TABLE)
    await office.slack.settle()
    expect(office.slack.thread(soon)).toHaveLength(1)
    office.passes(5 * 3_600_000)
    await expectAnswer(await alice.posts(ops, FULL_MOUNT_TABLE))
  })

  test('for the same case in a channel, but who asks is answered', async () => {
    await expectAnswer(await alice.posts(ops, FULL_MOUNT_TABLE))
    await expectAnswer(await alice.posts(ops, `@casebook ${FULL_MOUNT_TABLE}`))
  })

  test('for the same case in a channel, but another channel is answered', async () => {
    await expectAnswer(await alice.posts(ops, FULL_MOUNT_TABLE))
    await expectAnswer(await alice.posts(office.slack.channel('dev'), FULL_MOUNT_TABLE))
  })

  test('for an event that Slack delivers again, because the acknowledgement got lost', async () => {
    office.slack.faults.loseAcknowledgements()
    const message = await alice.posts(ops, FULL_MOUNT_TABLE)
    await office.slack.connected(2)
    await expectAnswer(message)
    const [delivery] = office.slack.deliveries
    expect(delivery?.attempts.map(({ outcome }) => outcome)).toEqual(['lost', 'answered'])
    expect(office.slack.thread(message)).toHaveLength(2)
  })
})

describe('medium confidence', () => {
  test('is shown to the author alone, in the channel, because nobody sees it in a thread without replies', async () => {
    const bob = office.slack.person('bob')
    await alice.posts(ops, NO_SPACE)
    await office.slack.settle()
    expect(alice.sees(ops)).toMatch(/casebook \(only visible to you\): [\s\S]*\[Share with thread\]/)
    expect(ops.ephemerals.map(({ thread_ts }) => thread_ts)).toEqual([undefined])
    expect(bob.sees(ops)).not.toContain('casebook')
  })

  test('is shown in the thread, when the paste stands in one', async () => {
    const root = await alice.posts(ops, CHAT)
    await alice.posts(ops, NO_SPACE, { thread: root })
    await office.slack.settle()
    expect(ops.ephemerals.map(({ thread_ts }) => thread_ts)).toEqual([root.ts])
  })

  test('of a bot is silence', async () => {
    const bot = office.slack.bot('prometheus')
    await office.restartApp(`default_mode: alerts\nalert_bots: [${bot.id}]`)
    await bot.posts(ops, { text: NO_SPACE })
    await expectSilence()
  })
})

describe('answered', () => {
  test('is an alert of a bot on the list, whatever it puts its text into', async () => {
    const bot = office.slack.bot('prometheus')
    await office.restartApp(`default_mode: alerts\nalert_bots: [${bot.id}]`)
    const inField = await bot.posts(ops, { attachments: [{ fields: [{ title: 'Log', value: FULL_MOUNT_TABLE }] }] })
    await expectAnswer(inField)
    const section = { type: 'section', text: { type: 'mrkdwn', text: LINK_LIMIT } }
    const inBlock = await bot.posts(ops, { blocks: [section] })
    await expectAnswer(inBlock)
  })

  test('is a channel shared with another organisation, when the configuration names it', async () => {
    const shared = office.slack.channel('shared', { external: true })
    await office.restartApp(`default_mode: watch\nexternal_channels: [${shared.id}]`)
    await expectAnswer(await alice.posts(shared, FULL_MOUNT_TABLE))
  })
})
