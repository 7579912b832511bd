import { afterEach, beforeEach, expect, test } from 'vitest'
import { call } from './call.ts'
import { RESPONSE_URL_USES } from './interactivity.ts'
import type { Person } from './person.ts'
import { VIEW_BYTES_MAX } from './rules/views.ts'
import { type Slack, startSlack } from './slack.ts'
import type { Channel } from './workspace.ts'

let slack: Slack
let alice: Person
let channel: Channel

/** No app listens here: what Slack sends is read from its log, and answered by hand. */
beforeEach(async () => {
  slack = await startSlack({ scopes: ['chat:write', 'commands'], commands: ['/echo'] })
  alice = slack.person('alice')
  channel = slack.channel('ops')
})

afterEach(() => slack.stop())

const modal = (more: object = {}) => ({
  type: 'modal',
  title: { type: 'plain_text', text: 'Ask' },
  blocks: [],
  ...more,
})
const open = (trigger: string, view: object = modal()) => call(slack, 'views.open', { trigger_id: trigger, view })
const push = (trigger: string, view: object = modal()) => call(slack, 'views.push', { trigger_id: trigger, view })

/** Has alice type a command, and says what came with it. */
async function typed(): Promise<{ trigger: string; responseUrl: string }> {
  const { payload } = await alice.types(channel, '/echo hello')
  return { trigger: String(payload.trigger_id), responseUrl: String(payload.response_url) }
}

function respond(url: string, body: object): Promise<Response> {
  return fetch(url, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })
}

test('a trigger is good for one use within three seconds', async () => {
  const { trigger } = await typed()
  expect(await open(trigger)).toMatchObject({ ok: true, view: { type: 'modal', state: { values: {} } } })
  expect(alice.seesModal()).toBe('Ask')
  expect(await open(trigger)).toMatchObject({ error: 'exchanged_trigger_id' })
  expect(await open('1.2')).toMatchObject({ error: 'invalid_trigger_id' })
  const late = await typed()
  slack.clock.advance(3_000)
  expect(await open(late.trigger)).toMatchObject({ error: 'expired_trigger_id' })
})

test('what a field holds from the start is shown in it', async () => {
  const text = { type: 'plain_text', text: 'node-7' }
  const select = { type: 'external_select', action_id: 'node', min_query_length: 0 }
  const field = (element: object) => ({
    type: 'input',
    block_id: 'n',
    label: { type: 'plain_text', text: 'Node' },
    element,
  })
  const view = (element: object) => modal({ submit: { type: 'plain_text', text: 'Go' }, blocks: [field(element)] })
  await open((await typed()).trigger, view({ ...select, initial_option: { text, value: '7' } }))
  expect(alice.seesModal()).toBe('Ask\nNode\n[node-7]\n[Go]')
  expect(await open((await typed()).trigger, view({ ...select, initial_option: { text } }))).toMatchObject({
    ok: false,
  })
})

test('three modals lie on each other, not four', async () => {
  expect(await push((await typed()).trigger)).toMatchObject({ error: 'not_found' })
  await open((await typed()).trigger)
  expect(await push((await typed()).trigger)).toMatchObject({ ok: true })
  expect(await push((await typed()).trigger)).toMatchObject({ ok: true })
  expect(await push((await typed()).trigger)).toMatchObject({ error: 'push_limit_reached' })
})

test('views have limits of their own', async () => {
  const words = (text: string) => ({ type: 'plain_text', text })
  const refused = async (view: object) => (await open((await typed()).trigger, view)).response_metadata
  expect(await refused(modal({ title: words('x'.repeat(25)) }))).toEqual({
    messages: ['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]'],
  })
  expect(await refused(modal({ private_metadata: 'x'.repeat(3001) }))).toEqual({
    messages: ['[ERROR] must be less than 3001 characters [json-pointer:/view/private_metadata]'],
  })
  const input = { type: 'input', label: words('Title'), element: { type: 'plain_text_input' } }
  expect(await refused(modal({ blocks: [input] }))).toEqual({
    messages: ['[ERROR] `submit` is required when an input block is in `blocks` [json-pointer:/view/submit]'],
  })
  expect(await refused(modal({ blocks: [{ type: 'section' }] }))).toEqual({
    messages: ['[ERROR] must define text or fields [json-pointer:/view/blocks/0]'],
  })
  expect(await open((await typed()).trigger, modal({ external_id: 'x'.repeat(VIEW_BYTES_MAX) }))).toMatchObject({
    error: 'view_too_large',
  })
})

test('an update needs the newest hash, when it brings one, and an open view', async () => {
  const { view } = (await open((await typed()).trigger, modal({ external_id: 'ask' }))) as unknown as {
    view: { id: string; hash: string }
  }
  const update = (args: object) => call(slack, 'views.update', { view: modal({ external_id: 'ask' }), ...args })
  expect(await update({ view_id: view.id, hash: view.hash })).toMatchObject({ ok: true, view: { id: view.id } })
  expect(await update({ view_id: view.id, hash: view.hash })).toMatchObject({ error: 'hash_conflict' })
  expect(await update({ external_id: 'ask' })).toMatchObject({ ok: true })
  await alice.closes()
  expect(await update({ view_id: view.id })).toMatchObject({ error: 'not_found' })
})

test('the name of a view is taken while it is open', async () => {
  const bob = slack.person('bob')
  await open((await typed()).trigger, modal({ external_id: 'ask' }))
  const { payload } = await bob.types(channel, '/echo')
  expect(await open(String(payload.trigger_id), modal({ external_id: 'ask' }))).toMatchObject({
    error: 'duplicate_external_id',
  })
})

test('the Home tab is published to people, when the app has one', async () => {
  const publish = (to: Slack, args: object) =>
    call(to, 'views.publish', { view: { type: 'home', blocks: [] }, ...args })
  expect(await publish(slack, { user_id: alice.id })).toMatchObject({ ok: true })
  expect(await publish(slack, { user_id: alice.id, hash: 'old' })).toMatchObject({ error: 'hash_conflict' })
  expect(await publish(slack, { user_id: 'U0' })).toMatchObject({ error: 'user_not_found' })
  const bare = await startSlack({ homeTab: false })
  expect(await publish(bare, { user_id: bare.person('bob').id })).toMatchObject({ error: 'not_enabled' })
  await bare.stop()
})

test('a response_url says things to one person or to all, five times', async () => {
  const { responseUrl } = await typed()
  expect((await respond(responseUrl, { text: 'only you' })).status).toBe(200)
  expect((await respond(responseUrl, { text: 'everybody', response_type: 'in_channel' })).status).toBe(200)
  expect(slack.person('bob').sees(channel)).toBe('casebook: everybody')
  expect(alice.sees(channel)).toContain('casebook (only visible to you): only you')
  for (let use = 2; use < RESPONSE_URL_USES; use += 1) await respond(responseUrl, { text: 'again' })
  const refused = await respond(responseUrl, { text: 'once more' })
  expect([refused.status, await refused.json()]).toEqual([404, { ok: false, error: 'used_url' }])
})

test('a response_url ends after half an hour', async () => {
  const { responseUrl } = await typed()
  slack.clock.advance(30 * 60_000 - 1)
  expect((await respond(responseUrl, { text: 'in time' })).status).toBe(200)
  slack.clock.advance(1)
  const refused = await respond(responseUrl, { text: 'too late' })
  expect([refused.status, await refused.json()]).toEqual([404, { ok: false, error: 'expired_url' }])
})

test('a response_url obeys the same rules as a message', async () => {
  const { responseUrl } = await typed()
  const refused = async (body: object) => (await respond(responseUrl, body)).json()
  expect(await refused({ text: '' })).toMatchObject({ error: 'no_text' })
  expect(await refused({ text: 'x', blocks: [{ type: 'rainbow' }] })).toMatchObject({ error: 'invalid_blocks' })
  expect(await refused({ text: 'x', colour: 'red' })).toMatchObject({ error: 'invalid_arg_name' })
  expect(await refused({ text: 'x', replace_original: true })).toMatchObject({ error: 'message_not_found' })
})

test('a click brings a response_url that replaces or deletes what was clicked; ephemeral stays ephemeral', async () => {
  const blocks = [
    { type: 'actions', elements: [{ type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } }] },
  ]
  await call(slack, 'chat.postEphemeral', { channel: channel.id, user: alice.id, text: 'Go?', blocks })
  const { payload } = await alice.clicks(channel, 'Go')
  expect(payload).toMatchObject({ container: { is_ephemeral: true }, actions: [{ action_id: 'go', type: 'button' }] })
  expect(payload).not.toHaveProperty('message')
  await respond(String(payload.response_url), { text: 'Gone', replace_original: true })
  expect(alice.sees(channel)).toContain('casebook (only visible to you): Gone')
  expect(slack.person('bob').sees(channel)).toBe('')

  const { ts } = await call(slack, 'chat.postMessage', { channel: channel.id, text: 'Go?', blocks })
  const open = await alice.clicks(channel, 'Go')
  expect(open.payload).toMatchObject({ message: { ts, text: 'Go?' }, container: { is_ephemeral: false } })
  await respond(String(open.payload.response_url), { delete_original: true })
  expect(slack.person('bob').sees(channel)).toBe('')
})
