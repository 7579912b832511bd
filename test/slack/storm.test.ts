import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Bot } from '../slack-double/bot.ts'
import type { Message } from '../slack-double/message.ts'
import type { Person } from '../slack-double/person.ts'
import type { Channel } from '../slack-double/workspace.ts'
import { Office } from './office.ts'
import { CHAT, FEW_MOUNTS, FULL_MOUNT_TABLE, LINK_LIMIT, NO_SPACE } from './pastes.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** Words that only let guess at the case. */
const VAGUE = 'docker mount limit reached'
const UNKNOWN = 'panic: the frobnicator of web-7d9f8b6c5-x2x9z exploded after 12ms'
const UNKNOWN_AGAIN = 'panic: the frobnicator of web-5b4c3d2e1f-q8w7e exploded after 96ms'

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
  await office.restartApp(`default_mode: alerts\nalert_bots: [${pager.id}]`)
})
afterEach(async () => {
  expect(office.slack.checkInvariants()).toEqual([])
  await office.close()
})

async function posts(text: string, who = alice): Promise<Message> {
  const message = await who.posts(ops, text)
  await office.slack.settle()
  return message
}

async function alerts(text: string): Promise<Message> {
  const message = await pager.posts(ops, { text })
  await office.slack.settle()
  return message
}

async function adds(to: Message, text: string): Promise<void> {
  await alice.posts(ops, text, { thread: to })
  await office.slack.settle()
}

/** The error is answered on its own, and counted there from then on. */
async function isAnsweredAnew(text: string, first: Message): Promise<void> {
  const second = await posts(text, bob)
  await alerts(text)
  await aBreathPasses()
  expect(bob.sees(second)).toContain('mount namespace is full')
  expect(bob.sees(second)).toContain('Seen 2 times')
  expect(alice.sees(first)).not.toContain('Seen')
}

/** The time between two updates is over. */
async function aBreathPasses(): Promise<void> {
  office.passes(3000)
  await office.slack.settle()
}

const updates = (): number => office.slack.outgoing.filter(({ kind }) => kind === 'update').length

/** How many rows the tables hold that a storm could fill. */
function rows(): unknown {
  const db = new Database(office.database, { readonly: true })
  const count = (table: string) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()
  try {
    return {
      investigations: count('investigation'),
      recurrences: count('recurrence'),
      outgoing: count('outgoing'),
      audit: count('audit'),
    }
  } finally {
    db.close()
  }
}

describe('an error that comes again', () => {
  test('is counted in its first answer, with a link to the newest message, and gets no answer of its own', async () => {
    const first = await posts(FULL_MOUNT_TABLE)
    const second = await posts(FULL_MOUNT_TABLE, bob)
    expect(alice.sees(first)).toContain('Seen 2 times since')
    const third = await alerts(FULL_MOUNT_TABLE)
    await aBreathPasses()
    expect(alice.sees(first)).toMatch(/Seen 3 times since [\d :-]{5,16} UTC, last [\d :-]{5,16} UTC/)
    expect(alice.sees(first)).toContain(`/archives/${ops.id}/p${third.ts.replace('.', '')}`)
    expect(alice.sees(first)).not.toContain(second.ts.replace('.', ''))
    for (const again of [second, third]) expect(office.slack.thread(again)).toHaveLength(1)
    expect(alice.hears(first)).toContain('Seen 3 times')
  })

  test('in a thread is linked to there, as Slack links to it', async () => {
    const first = await posts(FULL_MOUNT_TABLE)
    const root = await posts(CHAT)
    const reply = await bob.posts(ops, FULL_MOUNT_TABLE, { thread: root })
    await office.slack.settle()
    const where = `https://double.slack.com/archives/${ops.id}/p${reply.ts.replace('.', '')}?thread_ts=${root.ts}&cid=${ops.id}`
    expect(alice.sees(first)).toContain(where)
  })

  test('in other words for the same case counts too, another case does not', async () => {
    const first = await posts(FULL_MOUNT_TABLE)
    await posts(FULL_MOUNT_TABLE.replace('737429e3db38', 'aaaa11112222'), bob)
    const other = await posts(LINK_LIMIT, bob)
    await aBreathPasses()
    expect(alice.sees(first)).toContain('Seen 2 times')
    expect(alice.sees(other)).not.toContain('Seen')
  })

  test('in another channel is not counted here', async () => {
    const first = await posts(FULL_MOUNT_TABLE)
    const dev = office.slack.channel('dev')
    await bob.posts(dev, FULL_MOUNT_TABLE)
    await office.slack.settle()
    expect(alice.sees(first)).not.toContain('Seen')
    expect(bob.sees(dev)).toContain('mount namespace is full')
  })

  test('after the quiet time is answered anew, and counted there', async () => {
    const first = await posts(FULL_MOUNT_TABLE)
    office.passes(4 * HOUR_MS + MINUTE_MS)
    const later = await posts(FULL_MOUNT_TABLE, bob)
    await posts(FULL_MOUNT_TABLE, bob)
    expect(alice.sees(first)).not.toContain('Seen')
    expect(alice.sees(later)).toContain('Seen 2 times')
  })

  test('and is asked about is answered on its own', async () => {
    const first = await posts(FULL_MOUNT_TABLE)
    const question = await posts(`@casebook ${FULL_MOUNT_TABLE}`, bob)
    expect(alice.sees(question)).toContain('mount namespace is full')
    expect(alice.sees(question)).not.toContain('Seen')
    await aBreathPasses()
    expect(alice.sees(first)).not.toContain('Seen')
  })

  test('and that nothing matched is known by its template', async () => {
    const first = await posts(`@casebook ${UNKNOWN}`)
    expect(alice.sees(first)).toContain('No documented case')
    await posts(UNKNOWN_AGAIN, bob)
    await posts(CHAT, bob)
    await alerts(UNKNOWN_AGAIN)
    await aBreathPasses()
    expect(alice.sees(first)).toContain('Seen 3 times')
  })

  test('and that nothing matched is not counted where the thread found a case meanwhile', async () => {
    const first = await posts(`@casebook ${UNKNOWN}`)
    await adds(first, FULL_MOUNT_TABLE)
    expect(alice.sees(first)).toContain('mount namespace is full')
    await posts(UNKNOWN_AGAIN, bob)
    await aBreathPasses()
    expect(alice.sees(first)).not.toContain('Seen')
  })

  test('of which only the author was told is counted once it is shared', async () => {
    await posts(NO_SPACE)
    await alice.clicks(ops, 'Share with thread')
    await office.slack.settle()
    await alerts(NO_SPACE)
    await posts(NO_SPACE, bob)
    await aBreathPasses()
    expect(bob.sees(ops)).toContain('Seen 3 times')
    expect(bob.sees(ops)).not.toContain('only visible to you')
  })

  test('with the link to the fix is somebody who helps, and no recurrence', async () => {
    const first = await posts(FULL_MOUNT_TABLE)
    await posts(`${FULL_MOUNT_TABLE}\nsee https://github.com/moby/moby/pull/38993`, bob)
    await aBreathPasses()
    expect(alice.sees(first)).not.toContain('Seen')
  })

  test('is told in the language of who got the answer', async () => {
    const mei = office.slack.person('mei', { locale: 'zh-CN' })
    const first = await posts(FULL_MOUNT_TABLE, mei)
    await posts(FULL_MOUNT_TABLE)
    expect(mei.sees(first)).toMatch(/自 [\d :-]{5,16} UTC 起出现 2 次/)
  })

  test('is told with its days when it goes on over midnight', async () => {
    await office.restartApp(`default_mode: watch\nquiet_minutes: 2880`)
    const first = await posts(FULL_MOUNT_TABLE)
    office.passes(24 * HOUR_MS)
    await posts(FULL_MOUNT_TABLE, bob)
    await aBreathPasses()
    expect(alice.sees(first)).toMatch(/since \d{4}-\d\d-\d\d [\d:]{5} UTC, last \d{4}-\d\d-\d\d [\d:]{5} UTC/)
  })
})

describe('an error whose case the first answer does not stand for is answered anew', () => {
  test('when it was a guess', async () => {
    const first = await posts(`@casebook ${VAGUE}`)
    expect(alice.sees(first)).toContain('low confidence · mount-max-exhausted')
    await isAnsweredAnew(FULL_MOUNT_TABLE, first)
  })

  test('when more output ruled it out', async () => {
    const first = await posts(FULL_MOUNT_TABLE)
    await adds(first, FEW_MOUNTS)
    expect(alice.sees(first)).toContain('not mount-max-exhausted')
    await isAnsweredAnew(FULL_MOUNT_TABLE, first)
  })

  test('when people said that it is not this', async () => {
    const first = await posts(FULL_MOUNT_TABLE)
    await alice.clicks(first, 'Not this')
    await office.slack.settle()
    await isAnsweredAnew(FULL_MOUNT_TABLE, first)
  })

  test('but not when more output made the guess sure', async () => {
    const first = await posts(`@casebook ${VAGUE}`)
    await adds(first, FULL_MOUNT_TABLE)
    const again = await posts(FULL_MOUNT_TABLE, bob)
    await aBreathPasses()
    expect(alice.sees(first)).toContain('Seen 2 times')
    expect(office.slack.thread(again)).toHaveLength(1)
  })
})

describe('one message is counted once', () => {
  test('however often it is edited', async () => {
    const first = await posts(FULL_MOUNT_TABLE)
    const again = await posts(FULL_MOUNT_TABLE, bob)
    for (const tail of ['!', '!!']) await bob.edits(again, `${FULL_MOUNT_TABLE}${tail}`)
    await office.slack.settle()
    await aBreathPasses()
    expect(alice.sees(first)).toContain('Seen 2 times')
  })

  test('however often Slack delivers it', async () => {
    const first = await posts(FULL_MOUNT_TABLE)
    office.slack.faults.loseAcknowledgements()
    await posts(FULL_MOUNT_TABLE, bob)
    await office.slack.connected(2)
    await office.slack.settle()
    await aBreathPasses()
    const outcomes = office.slack.deliveries.map(({ attempts }) => attempts.map(({ outcome }) => outcome))
    expect(outcomes).toContainEqual(['lost', 'answered'])
    expect(alice.sees(first)).toContain('Seen 2 times')
  })

  test('and the count stays in the message whatever people press', async () => {
    const first = await posts(FULL_MOUNT_TABLE)
    await posts(FULL_MOUNT_TABLE, bob)
    await alice.clicks(first, 'Not this')
    await office.slack.settle()
    expect(alice.sees(first)).toContain('Seen 2 times')
  })
})

describe('a storm', () => {
  test('gets one answer also when all of it comes at once', async () => {
    const all = await Promise.all(Array.from({ length: 40 }, () => pager.posts(ops, { text: FULL_MOUNT_TABLE })))
    await office.slack.settle()
    await aBreathPasses()
    const answered = all.filter((it) => office.slack.thread(it).length > 1)
    expect(answered).toHaveLength(1)
    expect(alice.sees(answered[0] as Message)).toContain('Seen 40 times')
  })

  test('costs the rows and at most one update in three seconds, however many messages it has', async () => {
    const first = await posts(FULL_MOUNT_TABLE)
    const before = rows()
    for (let round = 1; round <= 5; round++) {
      for (let i = 0; i < 20; i++) await pager.posts(ops, { text: FULL_MOUNT_TABLE })
      await office.slack.settle()
      expect(updates()).toBe(round)
      await aBreathPasses()
    }
    expect(alice.sees(first)).toContain('Seen 101 times')
    expect(updates()).toBeLessThanOrEqual(10)
    expect(rows()).toMatchObject({ ...(before as object), outgoing: 1 + updates() })
  })

  test('is counted on after a restart', async () => {
    const first = await posts(FULL_MOUNT_TABLE)
    await alerts(FULL_MOUNT_TABLE)
    await office.restartApp()
    await alerts(FULL_MOUNT_TABLE)
    expect(alice.sees(first)).toContain('Seen 3 times')
  })

  test('loses no count to a crash before it was told', async () => {
    const first = await posts(FULL_MOUNT_TABLE)
    await alerts(FULL_MOUNT_TABLE)
    for (let i = 0; i < 4; i++) await alerts(FULL_MOUNT_TABLE)
    expect(alice.sees(first)).toContain('Seen 2 times')
    await office.crashApp()
    await office.startApp()
    await office.slack.settle()
    expect(alice.sees(first)).toContain('Seen 6 times')
  })
})
