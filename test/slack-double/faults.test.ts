import { afterEach, beforeEach, expect, test } from 'vitest'
import { call } from './call.ts'
import { openRawSocket } from './raw-socket.ts'
import { type Slack, startSlack } from './slack.ts'
import type { Channel } from './workspace.ts'

let slack: Slack
let channel: Channel

beforeEach(async () => {
  slack = await startSlack({ scopes: ['chat:write', 'channels:history'] })
  channel = slack.channel('ops')
})

afterEach(() => slack.stop())

const post = (text: string, more: object = {}) =>
  call(slack, 'chat.postMessage', { channel: channel.id, text, ...more })

test('a lost reply: the message is there, but whoever posted it does not know', async () => {
  slack.faults.loseReply('chat.postMessage')
  await expect(post('one')).rejects.toThrow('fetch failed')
  expect(slack.person('alice').sees(channel)).toBe('casebook: one')
  expect(slack.calls[0]).toMatchObject({ method: 'chat.postMessage', lost: true, answer: { ok: true } })
  expect(await post('two')).toMatchObject({ ok: true })
})

test('an error of Slack, an HTTP status and a rate limit, each as often as told; nothing is posted meanwhile', async () => {
  slack.faults.answer('chat.postMessage', 'internal_error')
  slack.faults.answer('chat.postMessage', 503, 2)
  slack.faults.rateLimit('chat.postMessage', 7)
  expect(await post('x')).toMatchObject({ status: 200, error: 'internal_error' })
  expect(await post('x')).toMatchObject({ status: 503 })
  expect(await post('x')).toMatchObject({ status: 503 })
  expect(await post('x')).toMatchObject({ status: 429, error: 'ratelimited', retryAfter: '7' })
  expect(channel.messages).toEqual([])
  expect(await post('x')).toMatchObject({ ok: true })
  expect(slack.checkInvariants()).toEqual([])
})

test('a call that is held is carried out when it is let go', async () => {
  const letGo = slack.faults.hold('chat.postMessage')
  const held = post('later')
  await slack.until(() => slack.calls.length === 1, 'the call')
  await post('sooner')
  letGo()
  await held
  expect(channel.messages.map(({ text }) => text)).toEqual(['sooner', 'later'])
})

test('a slow call takes its time', async () => {
  slack.faults.slow('chat.postMessage', 80)
  const started = performance.now()
  await post('slow')
  expect(performance.now() - started).toBeGreaterThanOrEqual(75)
})

test('a block that is not rolled out yet is invalid, which is not held against the app', async () => {
  const blocks = [{ type: 'alert', text: { type: 'plain_text', text: 'Full' } }]
  slack.faults.refuseBlock('alert')
  expect(await post('Full', { blocks })).toMatchObject({
    error: 'invalid_blocks',
    response_metadata: { messages: ['[ERROR] unsupported type: alert [json-pointer:/blocks/0/type]'] },
  })
  expect(slack.checkInvariants()).toEqual([])
})

test('an event delivered twice has one event_id', async () => {
  const socket = await openRawSocket(slack)
  slack.faults.deliverTwice()
  await slack.person('alice').posts(channel, 'help')
  await slack.person('alice').posts(channel, 'more')
  const ids = slack.deliveries.map(({ payload }) => payload.event_id)
  expect(ids).toHaveLength(3)
  expect(ids[0]).toBe(ids[1])
  expect(ids[2]).not.toBe(ids[0])
  socket.close()
})

test('a lost acknowledgement: the app has answered, and gets the event again', async () => {
  const socket = await openRawSocket(slack)
  slack.faults.loseAcknowledgements()
  await slack.person('alice').posts(channel, 'help')
  const other = await openRawSocket(slack)
  socket.acknowledge(socket.envelopes()[0] ?? other.envelopes()[0])
  await slack.until(() => slack.deliveries[0]?.attempts.length === 2, 'a second attempt')
  expect(slack.deliveries[0]?.attempts[0]?.outcome).toBe('lost')
  other.close()
})
