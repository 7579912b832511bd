import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { VirtualClock } from '../slack-double/clock.ts'
import type { Message } from '../slack-double/message.ts'
import type { Person } from '../slack-double/person.ts'
import type { Channel } from '../slack-double/workspace.ts'
import { Office } from './office.ts'
import { FULL_MOUNT_TABLE, MOUNTS_NEAR_LIMIT, NO_SPACE } from './pastes.ts'

let office: Office
let alice: Person
let ops: Channel
/** What a test expects to be wrong, because it made it so. */
let excused: RegExp | undefined
beforeEach(async () => {
  excused = undefined
  office = await Office.open({
    config: 'default_mode: watch\nquiet_minutes: 0',
    clock: new VirtualClock({ running: true }),
  })
  alice = office.slack.person('alice')
  ops = office.slack.channel('ops')
})
afterEach(async () => {
  const wrong = office.slack.checkInvariants()
  expect(wrong.filter((it) => !excused?.test(it))).toEqual([])
  await office.close()
})

/** The answers in a thread; the invariants say that it is never more than one. */
function answers(message: Message): number {
  return office.slack.thread(message).filter(({ user }) => user === office.slack.app.id).length
}

async function expectOneAnswer(message: Message): Promise<void> {
  await office.slack.settle()
  expect(answers(message)).toBe(1)
  expect(alice.sees(message)).toContain('mount namespace is full')
}

describe('Slack', () => {
  test('stores the message and the reply gets lost: it is looked up and not sent again', async () => {
    office.slack.faults.loseReply('chat.postMessage')
    const message = await alice.posts(ops, FULL_MOUNT_TABLE)
    await expectOneAnswer(message)
    const calls = office.slack.calls.map(({ method }) => method)
    expect(calls.filter((method) => method === 'chat.postMessage')).toHaveLength(1)
    expect(calls).toContain('conversations.replies')
  })

  test('and what was found that way is updated afterwards', async () => {
    office.slack.faults.loseReply('chat.postMessage')
    const message = await alice.posts(ops, `@casebook ${NO_SPACE}`)
    await office.slack.settle()
    await alice.posts(ops, MOUNTS_NEAR_LIMIT, { thread: message })
    await office.slack.settle()
    expect(answers(message)).toBe(1)
    expect(alice.sees(message)).toContain('Confirmed')
  })

  test('does not store it and the answer gets lost: it is looked up and sent again', async () => {
    office.slack.faults.answer('chat.postMessage', 503, 2)
    const message = await alice.posts(ops, FULL_MOUNT_TABLE)
    await office.slack.settle()
    office.passes(10_000)
    await expectOneAnswer(message)
  })

  test('has an error of its own: it is tried again', async () => {
    office.slack.faults.answer('chat.postMessage', 'internal_error')
    const message = await alice.posts(ops, FULL_MOUNT_TABLE)
    await office.slack.settle()
    office.passes(10_000)
    await expectOneAnswer(message)
  })

  test('cannot be asked whether the message is there: it is asked later, and not sent again', async () => {
    office.slack.faults.loseReply('chat.postMessage')
    office.slack.faults.answer('conversations.replies', 500)
    const message = await alice.posts(ops, FULL_MOUNT_TABLE)
    await office.slack.settle()
    office.passes(60_000)
    await expectOneAnswer(message)
  })

  test('limits the rate: nothing is sent before Slack allows it', async () => {
    office.slack.faults.rateLimit('chat.postMessage', 30)
    const message = await alice.posts(ops, FULL_MOUNT_TABLE)
    await office.slack.settle()
    office.passes(20_000)
    await office.slack.settle()
    expect(answers(message)).toBe(0)
    expect(office.slack.calls.filter(({ method }) => method === 'chat.postMessage')).toHaveLength(1)
    office.passes(11_000)
    await expectOneAnswer(message)
  })

  test('does not know rich text yet: a plainer form is sent', async () => {
    office.slack.faults.refuseBlock('rich_text')
    await expectOneAnswer(await alice.posts(ops, FULL_MOUNT_TABLE))
  })

  test('takes no blocks at all: the text is sent', async () => {
    for (const type of ['rich_text', 'section', 'header', 'actions', 'context']) office.slack.faults.refuseBlock(type)
    await expectOneAnswer(await alice.posts(ops, FULL_MOUNT_TABLE))
  })

  test('refuses the plainer form of an update that it took as a post: the update goes down the ladder too', async () => {
    const message = await alice.posts(ops, `@casebook ${NO_SPACE}`)
    await office.slack.settle()
    office.slack.faults.refuseBlock('rich_text')
    await alice.posts(ops, MOUNTS_NEAR_LIMIT, { thread: message })
    await office.slack.settle()
    expect(answers(message)).toBe(1)
    expect(alice.sees(message)).toContain('Confirmed')
  })

  test('has archived the channel: it is given up, and other channels go on', async () => {
    office.slack.faults.answer('chat.postMessage', 'is_archived')
    const lost = await alice.posts(ops, `@casebook ${NO_SPACE}`)
    await office.slack.settle()
    await alice.posts(ops, MOUNTS_NEAR_LIMIT, { thread: lost })
    await expectOneAnswer(await alice.posts(office.slack.channel('dev'), FULL_MOUNT_TABLE))
    await expectOneAnswer(await alice.posts(ops, FULL_MOUNT_TABLE))
  })

  test('delivers events twice: each is answered once', async () => {
    office.slack.faults.deliverTwice(2)
    await expectOneAnswer(await alice.posts(ops, `@casebook ${FULL_MOUNT_TABLE}`))
  })
})

test('nothing but the event is needed for the answer to leave', async () => {
  const message = await alice.posts(ops, FULL_MOUNT_TABLE)
  await office.slack.until(() => answers(message) === 1, 'an answer', 3000)
})

describe('a question that cannot be worked off', () => {
  async function tries(count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      await office.slack.settle()
      office.passes(70_000)
    }
    await office.slack.settle()
  }

  test('is tried again, and answered; others do not wait for it', async () => {
    const dev = office.slack.channel('dev')
    const thread = await alice.posts(ops, 'pods do not start')
    office.slack.faults.answer('conversations.replies', 500, 3)
    await alice.posts(ops, '@casebook', { thread })
    await expectOneAnswer(await alice.posts(dev, FULL_MOUNT_TABLE))
    expect(answers(thread)).toBe(0)
    await tries(3)
    expect(answers(thread)).toBe(1)
  })

  test('is given up in the end: who asked is told, with a reference that finds it in the log', async () => {
    const root = await alice.posts(ops, 'pods do not start')
    await office.slack.settle()
    office.slack.faults.answer('conversations.replies', 500, 50)
    await alice.posts(ops, '@casebook', { thread: root })
    await tries(8)
    expect(answers(root)).toBe(1)
    const [, reference = ''] = /This did not work[\s\S]*Reference: (\w+)/.exec(alice.sees(root)) ?? []
    expect(
      office.logLines.filter((line) => line.includes(reference) && line.includes('gave a delivery up')),
    ).toHaveLength(1)
    expect(office.audit()).toEqual([expect.objectContaining({ action: 'gave up', object: reference, allowed: 0 })])
  })
})

describe('the sockets', () => {
  test('are refreshed and cut under a stream of messages: each message is answered once', async () => {
    const channels = Array.from({ length: 12 }, (_, i) => office.slack.channel(`ops-${i}`))
    const messages: Message[] = []
    for (const [i, channel] of channels.entries()) {
      if (i === 3) office.slack.faults.refreshSocket()
      if (i === 6) {
        await office.slack.connected(1)
        office.slack.faults.killSocket()
      }
      if (i === 9) office.slack.faults.loseAcknowledgements()
      messages.push(await alice.posts(channel, FULL_MOUNT_TABLE))
    }
    await office.slack.connected(2)
    await office.slack.settle()
    office.passes(61_000)
    await office.slack.settle()
    office.passes(301_000)
    await office.slack.settle()
    expect(messages.map(answers)).toEqual(messages.map(() => 1))
  })
})

describe('the app', () => {
  test('is restarted between receiving and answering: it answers after the start', async () => {
    office.slack.faults.answer('chat.postMessage', 'internal_error', 1)
    const message = await alice.posts(ops, FULL_MOUNT_TABLE)
    await office.slack.until(() => office.slack.calls.some(({ method }) => method === 'chat.postMessage'))
    await office.restartApp()
    expect(answers(message)).toBe(0)
    office.passes(10_000)
    await expectOneAnswer(message)
  })

  test('loses its power while the message is on its way: after the start it is looked up and not sent again', async () => {
    const release = office.slack.faults.hold('chat.postMessage')
    const message = await alice.posts(ops, FULL_MOUNT_TABLE)
    await office.slack.until(() => office.slack.calls.some(({ method }) => method === 'chat.postMessage'))
    const end = office.crashApp()
    release()
    await end
    expect(answers(message)).toBe(1)
    await office.startApp()
    await expectOneAnswer(message)
  })

  test('loses its power before the message left: after the start it is sent', async () => {
    const release = office.slack.faults.hold('users.info')
    const message = await alice.posts(ops, FULL_MOUNT_TABLE)
    await office.slack.until(() => office.slack.calls.some(({ method }) => method === 'users.info'))
    const end = office.crashApp()
    release()
    await end
    expect(answers(message)).toBe(0)
    await office.startApp()
    await expectOneAnswer(message)
  })

  test('is down while somebody asks: what Slack delivers again is answered', async () => {
    await office.stopApp()
    const message = await alice.posts(ops, FULL_MOUNT_TABLE)
    await office.startApp()
    office.passes(61_000)
    await expectOneAnswer(message)
  })

  test('cannot keep an event, because the database is locked: it is not acknowledged, and answered when it comes again', async () => {
    excused = /^message was not acknowledged: late/
    const other = new Database(office.database)
    other.exec('BEGIN IMMEDIATE')
    const message = await alice.posts(ops, FULL_MOUNT_TABLE)
    await office.slack.until(() => office.logLines.some((line) => line.includes('could not be kept')))
    other.exec('ROLLBACK')
    other.close()
    await expectOneAnswer(message)
    const [delivery] = office.slack.deliveries
    expect(delivery?.attempts.map(({ outcome }) => outcome)).toEqual(['late', 'answered'])
  })

  test('cannot record what it did for a while, because the database is locked: it goes on afterwards', async () => {
    const release = office.slack.faults.hold('users.info')
    const message = await alice.posts(ops, FULL_MOUNT_TABLE)
    await office.slack.until(() => office.slack.calls.some(({ method }) => method === 'users.info'))
    const other = new Database(office.database)
    other.exec('BEGIN IMMEDIATE')
    release()
    await office.slack.until(() =>
      office.slack.calls.some(({ method, status }) => method === 'users.info' && status === 200),
    )
    await new Promise((resolve) => setImmediate(resolve))
    other.exec('ROLLBACK')
    other.close()
    await expectOneAnswer(message)
  })
})

describe('a graceful stop', () => {
  test('finishes what is in hand', async () => {
    const release = office.slack.faults.hold('users.info')
    const message = await alice.posts(ops, FULL_MOUNT_TABLE)
    await office.slack.until(() => office.slack.calls.some(({ method }) => method === 'users.info'))
    const stopped = office.stopApp()
    release()
    await stopped
    expect(answers(message)).toBe(1)
  })

  test('carries out the click that came before', async () => {
    excused = /pings alice/
    const message = await alice.posts(ops, FULL_MOUNT_TABLE)
    await office.slack.settle()
    await alice.clicks(message, 'This solved it')
    await office.stopApp()
    await office.startApp()
    await office.slack.settle()
    expect(alice.sees(message)).toContain('Solved by')
    expect(office.logLines.join('')).not.toContain('an interaction failed')
  })

  test('answers the command that came before', async () => {
    const release = office.slack.faults.hold('users.info')
    const typed = alice.types(ops, `/casebook ${FULL_MOUNT_TABLE}`)
    await office.slack.until(() => office.slack.calls.some(({ method }) => method === 'users.info'))
    const stopped = office.stopApp()
    release()
    await typed
    await stopped
    expect(alice.sees(ops)).toContain('mount namespace is full')
  })
})

describe('/healthz', () => {
  test('is 200 while everything works', async () => {
    expect(await office.health()).toEqual({ status: 200, text: 'slack: ok\nstore: ok\nlibrary: ok\n' })
  })

  test('is 503 and says why, while no socket is open', async () => {
    office.slack.faults.refuseUpgrades(409, 50)
    office.slack.faults.killAllSockets()
    await office.slack.until(() => office.slack.sockets === 0)
    await expect
      .poll(() => office.health())
      .toMatchObject({ status: 503, text: expect.stringContaining('no connection to Slack is open') })
  })
})
