import { afterEach, beforeEach, expect, test } from 'vitest'
import { call } from './call.ts'
import { openRawSocket } from './raw-socket.ts'
import { MESSAGE_BURST } from './rules/rate-limits.ts'
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
const table = { type: 'data_table', caption: 'Top', rows: [[{ type: 'raw_text', text: 'x' }]] }
const richText = (...elements: object[]) => ({ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] })

test('nothing is wrong with an app that has done nothing', () => {
  expect(slack.checkInvariants()).toEqual([])
})

test('a message without text for a screen reader', async () => {
  await post('', { blocks: [table] })
  expect(slack.checkInvariants()).toEqual([expect.stringContaining('a message without accessible text')])
})

test('a text that is longer than Slack recommends', async () => {
  await post('x'.repeat(4_001))
  expect(slack.checkInvariants()).toEqual(['a message with 4001 characters of text'])
})

test.each([
  ['a special mention', { text: 'look <!channel>' }, 'a message pings channel'],
  ['a mention', { text: 'ask <@{alice}>' }, 'a message pings alice'],
  ['a group', { text: 'ask <!subteam^S123|@oncall>' }, 'a message pings S123'],
  [
    'a mention in a block',
    { text: 'x', blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '<!here>' } }] },
    'pings here',
  ],
  [
    'a mention in rich text',
    { text: 'x', blocks: [richText({ type: 'broadcast', range: 'everyone' })] },
    'pings everyone',
  ],
  [
    'a group in rich text',
    { text: 'x', blocks: [richText({ type: 'usergroup', usergroup_id: 'S123' })] },
    'a message pings S123',
  ],
  ['a person in rich text', { text: 'x', blocks: [richText({ type: 'user', user_id: '{alice}' })] }, 'pings alice'],
  ['a mention in an attachment', { text: 'x', attachments: [{ text: '<!here>' }] }, 'pings here'],
  ['plain words that link_names makes a mention', { text: '@channel', link_names: true }, 'pings channel'],
])('an unintended ping: %s', async (_, content, complaint) => {
  const alice = slack.person('alice')
  await call(
    slack,
    'chat.postMessage',
    JSON.parse(JSON.stringify({ channel: channel.id, ...content }).replace('{alice}', alice.id)),
  )
  expect(slack.checkInvariants()).toEqual([expect.stringContaining(complaint)])
})

test('a mention that is meant, and words that only look like one, are fine', async () => {
  const alice = slack.person('alice')
  await post(`solved by <@${alice.id}>`)
  await post('@channel &lt;!here&gt;', { blocks: [{ type: 'header', text: { type: 'plain_text', text: '<!here>' } }] })
  expect(slack.checkInvariants({ mayPing: [alice] })).toEqual([])
  expect(slack.checkInvariants()).toHaveLength(1)
})

test.each(['image <none>', 'a < b', 'R&D', '<!unknown>'])('text that was not escaped: %s', async (text) => {
  await post(text)
  expect(slack.checkInvariants()).toEqual([expect.stringContaining('a message with unescaped text')])
})

test('a second reply in one thread, unless it is meant', async () => {
  const { ts } = await slack.person('alice').posts(channel, 'help')
  await post('one', { thread_ts: ts })
  expect(slack.checkInvariants()).toEqual([])
  await post('two', { thread_ts: ts })
  expect(slack.checkInvariants()).toEqual(['2 replies in one thread of ops: one / two'])
  expect(slack.checkInvariants({ repliesPerThread: 2 })).toEqual([])
})

test.each([
  ['a Slack token', ['xoxb', '123456789012', 'abcdef'].join('-')],
  ['an AWS key id', `AKIA${'A'.repeat(16)}`],
  ['a GitHub token', `ghp_${'a'.repeat(36)}`],
  ['a private key', `-----BEGIN RSA ${'PRIVATE'} KEY-----`],
  ['a JSON Web Token', `eyJ${'a'.repeat(10)}.eyJ${'b'.repeat(10)}.${'c'.repeat(10)}`],
  ['a password in a URL', 'https://root:hunter22@db.example/'],
  ['a bearer token', `Bearer ${'a'.repeat(24)}`],
])('%s in anything that goes out', async (kind, secret) => {
  await post('x', { metadata: { event_type: 'case', event_payload: { line: secret } } })
  expect(slack.checkInvariants()).toEqual([
    `chat.postMessage holds ${kind} in metadata/event_payload/line`,
    `a message holds ${kind} in metadata/event_payload/line`,
  ])
})

test('a secret that only the test knows', async () => {
  await post('the password is swordfish')
  expect(slack.checkInvariants()).toEqual([])
  expect(slack.checkInvariants({ secrets: ['swordfish'] })).toHaveLength(2)
})

test('a call that came too early', async () => {
  for (let sent = 0; sent <= MESSAGE_BURST; sent += 1) await post('x')
  expect(slack.checkInvariants()).toEqual(['chat.postMessage was refused: {"ok":false,"error":"ratelimited"}'])
})

test('a call that no workspace would take', async () => {
  await post('x', { blocks: [{ type: 'section' }] })
  expect(slack.checkInvariants()).toEqual([
    expect.stringContaining('chat.postMessage was refused: {"ok":false,"error":"invalid_blocks"'),
  ])
})

test('a button that changes nothing', async () => {
  const button = { type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } }
  await post('Go?', { blocks: [{ type: 'actions', elements: [button] }] })
  const alice = slack.person('alice')
  await alice.clicks(channel, 'Go')
  expect(slack.checkInvariants()).toEqual(['alice clicked `Go` and nothing changed'])
  await post('Gone')
  expect(slack.checkInvariants()).toEqual([])
})

test('an answer to a command or a modal that Slack would refuse', async () => {
  const own = await startSlack({ scopes: ['commands'], commands: ['/echo'] })
  const socket = await openRawSocket(own)
  const typed = own.person('alice').types(own.channel('ops'), '/echo')
  await own.until(() => own.deliveries.length === 1, 'the command')
  while (socket.envelopes().length === 0) await new Promise((resolve) => setImmediate(resolve))
  socket.acknowledge(socket.envelopes()[0], { text: 'x', blocks: [{ type: 'rainbow' }] })
  await typed
  expect(own.checkInvariants()).toEqual([
    expect.stringContaining("the app's answer to /echo is refused: invalid_blocks"),
  ])
  socket.close()
  await own.stop()
})

test('an unhandled rejection', async () => {
  const others = process.listeners('unhandledRejection').slice(0, -1)
  for (const other of others) process.off('unhandledRejection', other)
  void Promise.reject(new Error('forgotten'))
  await new Promise((resolve) => setTimeout(resolve, 10))
  for (const other of others) process.on('unhandledRejection', other)
  expect(slack.checkInvariants()).toEqual(['an unhandled rejection: Error: forgotten'])
})
