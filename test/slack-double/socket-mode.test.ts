import { once } from 'node:events'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { call } from './call.ts'
import { startOverSockets } from './echo-app.ts'
import { openRawSocket, type RawSocket } from './raw-socket.ts'
import { type Slack, startSlack } from './slack.ts'
import { SOCKETS_MAX } from './socket-mode.ts'

let slack: Slack
let sockets: RawSocket[]

beforeEach(async () => {
  slack = await startSlack({ scopes: ['chat:write', 'channels:history'] })
  sockets = []
})

afterEach(async () => {
  for (const socket of sockets) socket.close()
  await slack.stop()
})

async function open(): Promise<RawSocket> {
  const socket = await openRawSocket(slack)
  sockets.push(socket)
  return socket
}

function killAndRefuse(): void {
  slack.faults.refuseUpgrades(409)
  slack.faults.killSocket()
}

/** The envelopes that arrived anywhere, once there are this many. */
async function arrived(count: number) {
  const all = () => sockets.flatMap((socket) => socket.envelopes())
  const deadline = Date.now() + 5_000
  while (all().length < count && Date.now() < deadline) await new Promise((resolve) => setImmediate(resolve))
  return all()
}

test('a new socket is greeted, and its address is good for one use', async () => {
  const socket = await open()
  expect(socket.received[0]).toMatchObject({ type: 'hello', num_connections: 1 })
  const again = new WebSocket(socket.url)
  const [error] = await once(again, 'error')
  expect(String(error)).toContain('401')
})

test('an envelope goes to exactly one of the open sockets, not always to the same', async () => {
  const [one, other] = [await open(), await open()]
  const alice = slack.person('alice')
  for (let posted = 1; posted <= 12; posted += 1) {
    await alice.posts(slack.channel('ops'), `message ${posted}`)
    for (const envelope of (await arrived(posted)).slice(-1)) one.acknowledge(envelope)
  }
  const counts = [one.envelopes().length, other.envelopes().length]
  expect(counts[0]).toBeGreaterThan(0)
  expect(counts[1]).toBeGreaterThan(0)
  expect((counts[0] ?? 0) + (counts[1] ?? 0)).toBe(12)
})

test('the same seed makes the same choices', async () => {
  const choices = async (seed: number) => {
    const own = await startSlack({ scopes: ['channels:history'], seed })
    const both = [await openRawSocket(own), await openRawSocket(own)]
    for (let posted = 0; posted < 8; posted += 1) await own.person('alice').posts(own.channel('ops'), `${posted}`)
    const deadline = Date.now() + 5_000
    while (both.flatMap((it) => it.envelopes()).length < 8 && Date.now() < deadline) {
      await new Promise((resolve) => setImmediate(resolve))
    }
    for (const socket of both) socket.close()
    await own.stop()
    return both.map((it) => it.envelopes().length)
  }
  expect(await choices(7)).toEqual(await choices(7))
})

test('an event carries who it is for, and is not to be answered with anything', async () => {
  await open()
  const alice = slack.person('alice')
  const channel = slack.channel('ops')
  const { ts } = await alice.posts(channel, 'a < b')
  const [envelope] = await arrived(1)
  expect(envelope).toMatchObject({ type: 'events_api', accepts_response_payload: false, retry_attempt: 0 })
  expect(envelope?.payload).toMatchObject({
    type: 'event_callback',
    event: { type: 'message', channel: channel.id, channel_type: 'channel', user: alice.id, ts, text: 'a &lt; b' },
    authorizations: [{ user_id: slack.app.id, is_bot: true }],
    is_ext_shared_channel: false,
  })
})

test('what is not acknowledged within three seconds is sent again at once, and the miss is kept', async () => {
  const socket = await open()
  await slack.person('alice').posts(slack.channel('ops'), 'help')
  await arrived(1)
  await slack.until(() => slack.deliveries[0]?.attempts.length === 2, 'a second attempt')
  const [first, second] = await arrived(2)
  expect(first?.envelope_id).not.toBe(second?.envelope_id)
  expect(second?.payload).toEqual(first?.payload)
  expect(second).toMatchObject({ retry_attempt: 1, retry_reason: 'timeout' })
  socket.acknowledge(second)
  await slack.settle()
  expect(slack.deliveries[0]).toMatchObject({
    state: 'answered',
    attempts: [{ outcome: 'late' }, { outcome: 'answered' }],
  })
  expect(slack.checkInvariants()).toEqual([
    expect.stringMatching(/^message was not acknowledged: late after 3\d{3} ms$/),
  ])
})

test('while no socket is open only the retries deliver: at once, after a minute, after five more', async () => {
  await slack.person('alice').posts(slack.channel('ops'), 'help')
  await slack.settle()
  const [delivery] = slack.deliveries
  expect(delivery).toMatchObject({ state: 'waits for its retry', attempts: [{ outcome: 'unreachable' }, {}] })
  slack.clock.advance(59_999)
  expect(delivery?.attempts).toHaveLength(2)
  slack.clock.advance(1)
  await slack.settle()
  expect(delivery?.attempts).toHaveLength(3)
  const socket = await open()
  slack.clock.advance(300_000)
  const [envelope] = await arrived(1)
  expect(envelope).toMatchObject({ retry_attempt: 3, retry_reason: 'timeout' })
  socket.acknowledge(envelope)
  await slack.settle()
  expect(delivery?.state).toBe('answered')
  expect(slack.checkInvariants()).toEqual([])
})

test('after the third retry an event is lost', async () => {
  await slack.person('alice').posts(slack.channel('ops'), 'help')
  for (const millis of [0, 60_000, 300_000, 3_600_000]) {
    slack.clock.advance(millis)
    await slack.settle()
  }
  expect(slack.deliveries[0]).toMatchObject({ state: 'failed', attempts: [{}, {}, {}, { retryNumber: 3 }] })
})

test('a killed socket loses what it had not acknowledged, and another one gets it again', async () => {
  await open()
  await slack.person('alice').posts(slack.channel('ops'), 'help')
  await arrived(1)
  const other = await open()
  slack.faults.killSocket()
  const [, again] = await arrived(2)
  expect(other.envelopes()).toEqual([again])
  other.acknowledge(again)
  await slack.settle()
  expect(slack.deliveries[0]).toMatchObject({ attempts: [{ outcome: 'lost' }, { outcome: 'answered' }] })
  expect(slack.checkInvariants()).toEqual([])
})

test('acknowledging twice, something unknown, or nothing at all is against the protocol', async () => {
  const socket = await open()
  await slack.person('alice').posts(slack.channel('ops'), 'help')
  const [envelope] = await arrived(1)
  socket.acknowledge(envelope)
  socket.acknowledge(envelope)
  socket.acknowledge({ envelope_id: 'made-up' })
  socket.acknowledge(undefined)
  await slack.until(() => slack.checkInvariants().length === 3, 'three complaints')
  expect(slack.checkInvariants()).toEqual([
    expect.stringContaining('twice'),
    'the app acknowledged the envelope `made-up`, which it never got',
    expect.stringContaining('is no acknowledgement'),
  ])
})

test('the eleventh socket is told that there are too many', async () => {
  for (let opened = 0; opened < SOCKETS_MAX; opened += 1) await open()
  const eleventh = await open()
  expect(eleventh.received).toEqual([expect.objectContaining({ type: 'disconnect', reason: 'too_many_websockets' })])
  expect(slack.sockets).toBe(SOCKETS_MAX)
})

test('a socket that was asked to reconnect gets nothing more', async () => {
  const [one, other] = [await open(), await open()]
  slack.faults.refreshSocket()
  for (let posted = 0; posted < 5; posted += 1) await slack.person('alice').posts(slack.channel('ops'), `${posted}`)
  await arrived(5)
  expect([one.envelopes().length, other.envelopes().length]).toEqual([0, 5])
  expect(one.received.at(-1)).toMatchObject({ type: 'disconnect', reason: 'refresh_requested' })
})

test('a server that pings is answered, and one that is pinged answers', async () => {
  const { url } = await call(slack, 'apps.connections.open', {}, slack.appToken)
  const socket = new WebSocket(String(url))
  const pinged = once(socket, 'ping')
  await once(socket, 'open')
  await pinged
  socket.ping('anybody there')
  const [answer] = await once(socket, 'pong')
  expect(String(answer)).toBe('anybody there')
  socket.terminate()
})

test.each([
  ['a refresh', () => slack.faults.refreshSocket()],
  ['a warning', () => slack.faults.warnSocket()],
  ['a killed socket', () => slack.faults.killSocket()],
  ['a killed socket and a refused upgrade', killAndRefuse],
])('Bolt with two receivers answers through %s, and is back with two sockets', async (_, disturb) => {
  const echo = await startOverSockets(slack)
  const alice = slack.person('alice')
  const channel = slack.channel('ops')
  disturb()
  await slack.until(() => slack.sockets < 2, 'a socket less')
  await alice.posts(channel, 'still there?')
  await slack.until(() => alice.sees(channel).includes('You said: still there?'), 'an answer')
  await slack.connected(2)
  await slack.settle()
  await echo.stop()
  expect(slack.checkInvariants()).toEqual([])
})
