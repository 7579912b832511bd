import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type JsonRecord, recordsOf } from '../slack-double/json.ts'
import type { Message } from '../slack-double/message.ts'
import type { Person } from '../slack-double/person.ts'
import type { Channel } from '../slack-double/workspace.ts'
import { Office } from './office.ts'
import { FULL_MOUNT_TABLE, MOUNTS_NEAR_LIMIT, NO_SPACE } from './pastes.ts'

let office: Office
let alice: Person
let ops: Channel
beforeEach(async () => {
  office = await Office.open({ config: 'default_mode: watch', transport: 'http' })
  alice = office.slack.person('alice')
  ops = office.slack.channel('ops')
})
afterEach(async () => {
  expect(office.slack.checkInvariants({ mayPing: [alice] })).toEqual([])
  await office.close()
})

const seconds = (): number => Math.floor(Date.now() / 1000)

/** An event as Slack would send it, about a message that nobody posted. */
function event(text: string): string {
  const said = {
    type: 'message',
    channel: ops.id,
    channel_type: 'channel',
    user: alice.id,
    text,
    ts: '1700000000.000100',
  }
  return JSON.stringify({ type: 'event_callback', event_id: 'Ev0FORGED', team_id: 'T0', event: said })
}

function posted(): number {
  return office.slack.calls.filter(({ method }) => method === 'chat.postMessage').length
}

/** The last click again, by somebody else or with another value. */
async function clicksAgain({ user, action = {} }: { user?: JsonRecord; action?: JsonRecord }): Promise<void> {
  const { payload = {} } = office.slack.deliveries.findLast(({ about }) => about === 'block_actions') ?? {}
  const actions = recordsOf(payload.actions).map((it) => ({ ...it, ...action }))
  const answer = await office.slack.request(office.url, JSON.stringify({ ...payload, actions, ...(user && { user }) }))
  expect(answer.status).toBe(200)
  await office.slack.settle()
}

test('a paste, output, a click and a command work as over a socket', async () => {
  const message = await alice.posts(ops, `@casebook ${NO_SPACE}`)
  await office.slack.settle()
  office.passes(2000)
  await alice.posts(ops, MOUNTS_NEAR_LIMIT, { thread: message })
  await office.slack.settle()
  office.passes(2000)
  await alice.clicks(message, 'This solved it')
  await office.slack.settle()
  expect(alice.sees(message)).toMatch(/Solved by @alice[\s\S]*Confirmed/)
  await alice.types(ops, '/casebook list')
  expect(alice.sees(ops)).toContain('only visible to you')
})

describe('a request', () => {
  test('that is old is refused', async () => {
    const answer = await office.slack.request(office.url, event(FULL_MOUNT_TABLE), { timestamp: seconds() - 301 })
    await office.slack.settle()
    expect([answer.status, posted()]).toEqual([401, 0])
  })

  test('that is dated ahead is refused', async () => {
    const answer = await office.slack.request(office.url, event(FULL_MOUNT_TABLE), { timestamp: seconds() + 3600 })
    await office.slack.settle()
    expect([answer.status, posted()]).toEqual([401, 0])
  })

  test('from a clock that is a little fast is taken', async () => {
    const answer = await office.slack.request(office.url, event(FULL_MOUNT_TABLE), { timestamp: seconds() + 20 })
    expect(answer.status).toBe(200)
  })

  test('that somebody else signed is refused', async () => {
    const answer = await office.slack.request(office.url, event(FULL_MOUNT_TABLE), { secret: 'a guess' })
    await office.slack.settle()
    expect([answer.status, posted()]).toEqual([401, 0])
  })

  test.each([
    ['x-slack-signature', ''],
    ['x-slack-signature', 'v0='],
    ['x-slack-signature', 'v1=00'],
    ['x-slack-request-timestamp', 'yesterday'],
    ['x-slack-request-timestamp', 'Infinity'],
  ])('with the header %s: %s is refused', async (name, value) => {
    const answer = await office.slack.request(office.url, event(FULL_MOUNT_TABLE), { headers: { [name]: value } })
    await office.slack.settle()
    expect([answer.status, posted()]).toEqual([401, 0])
  })

  test('that is replayed is handled once', async () => {
    const timestamp = seconds()
    const send = (): Promise<Response> => office.slack.request(office.url, event(FULL_MOUNT_TABLE), { timestamp })
    expect((await send()).status).toBe(200)
    await office.slack.settle()
    expect((await send()).status).toBe(200)
    await office.slack.settle()
    expect(posted()).toBe(1)
  })

  test.each(['', 'not json', '{"type":"block_actions","actions":[]}'])(
    'of which the body is `%s` changes nothing, and the app goes on',
    async (body) => {
      const answer = await office.slack.request(office.url, body)
      await answer.text()
      const message = await alice.posts(ops, FULL_MOUNT_TABLE)
      await office.slack.settle()
      expect(alice.sees(message)).toContain('mount namespace is full')
    },
  )
})

describe('a click', () => {
  let message: Message
  beforeEach(async () => {
    message = await alice.posts(ops, FULL_MOUNT_TABLE)
    await office.slack.settle()
    office.passes(2000)
    await alice.clicks(message, 'More')
    await office.slack.settle()
  })

  test('of a person of another organisation is refused, said so, and audited', async () => {
    const seen = alice.sees(message)
    await clicksAgain({ user: { id: alice.id, team_id: 'T0OTHER' } })
    expect(alice.sees(message)).toContain('You may not do this here')
    expect(alice.sees(message)).toContain(seen)
    expect(office.audit()).toEqual([
      expect.objectContaining({ actor: alice.id, action: 'more', allowed: 1 }),
      expect.objectContaining({ actor: alice.id, action: 'more', allowed: 0 }),
    ])
  })

  test('of who did not write the paste, on a copy that only the author has, is refused', async () => {
    const mallory = office.slack.person('mallory')
    const dev = office.slack.channel('dev')
    const paste = await alice.posts(dev, NO_SPACE)
    await office.slack.settle()
    await alice.clicks(dev, 'Share with thread')
    await office.slack.settle()
    const own = await alice.posts(office.slack.channel('qa'), NO_SPACE)
    await office.slack.settle()
    await alice.clicks(office.slack.channel('qa'), 'More')
    await office.slack.settle()
    await clicksAgain({ user: { id: mallory.id }, action: { action_id: 'share' } })
    expect(office.audit().at(-1)).toMatchObject({ actor: mallory.id, action: 'share', allowed: 0 })
    expect(office.slack.thread(own)).toHaveLength(1)
    expect(office.slack.thread(paste)).toHaveLength(2)
  })

  test('on an investigation that is not kept any more is answered with that', async () => {
    await clicksAgain({ action: { value: JSON.stringify({ investigation: 'id-gone', case: 'x' }) } })
    expect(alice.sees(message)).toContain('This investigation is no longer kept')
  })

  test.each(['', '{}', 'null', '"x"', '{"investigation":1}', 'x'.repeat(3000)])(
    'with the value `%.20s` changes nothing',
    async (value) => {
      const before = office.slack.thread(message).map(({ text }) => text)
      await clicksAgain({ action: { action_id: 'solved', value } })
      expect(office.slack.thread(message).map(({ text }) => text)).toEqual(before)
    },
  )
})
