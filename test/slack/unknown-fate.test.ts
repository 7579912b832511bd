import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { VirtualClock } from '../slack-double/clock.ts'
import type { Message } from '../slack-double/message.ts'
import type { Person } from '../slack-double/person.ts'
import type { Channel } from '../slack-double/workspace.ts'
import { Office } from './office.ts'
import { FULL_MOUNT_TABLE, LINK_LIMIT, NO_SPACE } from './pastes.ts'

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
    store: { waitMs: 50 },
  })
  alice = office.slack.person('alice')
  ops = office.slack.channel('ops', { kind: 'group', members: [alice] })
})
afterEach(async () => {
  expect(office.slack.checkInvariants().filter((it) => !excused?.test(it))).toEqual([])
  await office.close()
})

function answers(message: Message): number {
  return office.slack.thread(message).filter(({ user }) => user === office.slack.app.id).length
}

function posts(): number {
  return office.slack.calls.filter(({ method }) => method === 'chat.postMessage').length
}

function logged(words: string): string[] {
  return office.logLines.filter((line) => line.includes(words))
}

describe('a store that does not answer after a message left', () => {
  /** The answer is with Slack, and the app cannot write that down. */
  async function lockOut(): Promise<{ message: Message; letIn: () => void }> {
    excused = /^message was not acknowledged: late/
    const release = office.slack.faults.hold('chat.postMessage')
    const message = await alice.posts(ops, FULL_MOUNT_TABLE)
    await office.slack.until(() => posts() === 1)
    const other = new Database(office.database)
    other.exec('BEGIN IMMEDIATE')
    release()
    await expect.poll(() => logged('is not written down').length, { timeout: 10_000 }).toBeGreaterThan(1)
    return { message, letIn: () => void other.close() }
  }

  test('is told when it does: nothing is sent again, and the channel goes on', async () => {
    const { message, letIn } = await lockOut()
    letIn()
    await office.slack.settle()
    expect([answers(message), posts()]).toEqual([1, 1])
    const next = await alice.posts(ops, LINK_LIMIT)
    await office.slack.settle()
    expect([answers(message), answers(next)]).toEqual([1, 1])
  })

  test('until the app is stopped: the next start looks the message up', async () => {
    const { message, letIn } = await lockOut()
    let isOver = false
    const stopped = office.stopApp().then(() => {
      isOver = true
    })
    for (; !isOver; await sleep(20)) office.passes(10_000)
    await stopped
    letIn()
    await office.startApp()
    await office.slack.settle()
    expect([answers(message), posts()]).toEqual([1, 1])
    expect(office.slack.calls.map(({ method }) => method)).toContain('conversations.replies')
  })
})

describe('where Slack does not show whether the message arrived', () => {
  async function expectOthersAnswered(): Promise<void> {
    const next = await alice.posts(ops, `@casebook ${LINK_LIMIT}`)
    await office.slack.settle()
    expect(answers(next)).toBe(1)
  }

  test('for lack of a scope, it is not sent again, the log names the scope once, and the channel goes on', async () => {
    office.slack.faults.takeAwayScope('groups:history')
    office.slack.faults.loseReply('chat.postMessage')
    const message = await alice.posts(ops, `@casebook ${FULL_MOUNT_TABLE}`)
    await office.slack.settle()
    expect([answers(message), posts()]).toEqual([1, 1])
    expect(logged('it is given up, not sent again')).toEqual([expect.stringContaining('"scope":"groups:history"')])
    await expectOthersAnswered()
  })

  test.each(['channel_not_found', 'not_in_channel', 'is_archived'])('%s: the same', async (code) => {
    office.slack.faults.loseReply('chat.postMessage')
    office.slack.faults.answer('conversations.replies', code)
    const message = await alice.posts(ops, FULL_MOUNT_TABLE)
    await office.slack.settle()
    expect([answers(message), posts()]).toEqual([1, 1])
    expect(logged('it is given up, not sent again')).toEqual([expect.stringContaining(code)])
    await expectOthersAnswered()
  })
})

test('what only one person sees is not sent again after a crash: nobody can look whether it arrived', async () => {
  const release = office.slack.faults.hold('chat.postEphemeral')
  await alice.posts(ops, NO_SPACE)
  await office.slack.until(() => office.slack.calls.some(({ method }) => method === 'chat.postEphemeral'))
  const crashed = office.crashApp()
  release()
  await crashed
  await office.startApp()
  await office.slack.settle()
  expect(ops.ephemerals).toHaveLength(1)
})
