import { afterEach, beforeEach, expect, test } from 'vitest'
import { call } from './call.ts'
import { CALLS_PER_MINUTE, MESSAGE_BURST } from './rules/rate-limits.ts'
import { type Slack, startSlack } from './slack.ts'

let slack: Slack

beforeEach(async () => {
  slack = await startSlack({ scopes: ['chat:write', 'channels:history'] })
})

afterEach(() => slack.stop())

test('auth.test says who the app is, and grants are in the headers', async () => {
  const response = await fetch(`${slack.apiUrl}auth.test`, { headers: { authorization: `Bearer ${slack.botToken}` } })
  expect(await response.json()).toMatchObject({ ok: true, user_id: slack.app.id, bot_id: slack.app.botId })
  expect(response.headers.get('x-oauth-scopes')).toBe('chat:write,channels:history')
})

test('a call without a token, with a wrong one and with the other kind of token is refused', async () => {
  expect(await call(slack, 'auth.test', {}, '')).toMatchObject({ ok: false, error: 'not_authed' })
  expect(await call(slack, 'auth.test', {}, 'xoxb-wrong')).toMatchObject({ error: 'invalid_auth' })
  expect(await call(slack, 'auth.test', {}, slack.appToken)).toMatchObject({ error: 'not_allowed_token_type' })
  expect(await call(slack, 'apps.connections.open')).toMatchObject({ error: 'not_allowed_token_type' })
})

test('a token that was revoked, and an app that was removed, get nothing any more', async () => {
  slack.faults.revokeToken()
  expect(await call(slack, 'auth.test')).toMatchObject({ error: 'token_revoked' })
  slack.uninstall()
  expect(await call(slack, 'auth.test')).toMatchObject({ error: 'account_inactive' })
})

test('the token counts in the body too', async () => {
  expect(await call(slack, 'auth.test', { token: slack.botToken }, '')).toMatchObject({ ok: true })
})

test('a method that needs a scope names it and what there is instead', async () => {
  const refused = { ok: false, error: 'missing_scope', needed: 'users:read', provided: 'chat:write,channels:history' }
  expect(await call(slack, 'users.info', { user: slack.app.id })).toMatchObject(refused)
  slack.faults.takeAwayScope('chat:write')
  const channel = slack.channel('ops')
  expect(await call(slack, 'chat.postMessage', { channel: channel.id, text: 'hi' })).toMatchObject({
    error: 'missing_scope',
    needed: 'chat:write',
  })
})

test('the scope of a conversation method depends on the kind of the conversation', async () => {
  const publicOne = slack.channel('ops')
  const privateOne = slack.channel('secret', { kind: 'group' })
  expect(await call(slack, 'conversations.history', { channel: publicOne.id })).toMatchObject({ ok: true })
  expect(await call(slack, 'conversations.history', { channel: privateOne.id })).toMatchObject({
    error: 'missing_scope',
    needed: 'groups:history',
  })
})

test('unknown methods, unknown arguments, missing arguments and arguments of the wrong kind are refused', async () => {
  const { id } = slack.channel('ops')
  expect(await call(slack, 'chat.shout')).toMatchObject({ error: 'unknown_method' })
  expect(await call(slack, 'chat.postMessage', { channel: id, text: 'hi', colour: 'red' })).toMatchObject({
    error: 'invalid_arg_name',
    response_metadata: { messages: ['[ERROR] unknown argument: colour'] },
  })
  expect(await call(slack, 'chat.postMessage', { text: 'hi' })).toMatchObject({
    error: 'invalid_arguments',
    response_metadata: { messages: ['[ERROR] missing required field: channel'] },
  })
  expect(await call(slack, 'chat.postMessage', { channel: id, text: 'hi', unfurl_links: 'perhaps' })).toMatchObject({
    error: 'invalid_arguments',
  })
  expect(await call(slack, 'conversations.history', { channel: id, limit: 'many' })).toMatchObject({
    error: 'invalid_arguments',
  })
})

test('team_id goes with every method, but only the right one', async () => {
  const { team_id } = await call(slack, 'auth.test')
  expect(await call(slack, 'auth.test', { team_id })).toMatchObject({ ok: true })
  expect(await call(slack, 'auth.test', { team_id: 'T0' })).toMatchObject({ error: 'team_access_not_granted' })
})

test('JSON that is none is refused under the name of its argument', async () => {
  const { id } = slack.channel('ops')
  const broken = (name: string) => call(slack, 'chat.postMessage', { channel: id, text: 'hi', [name]: '[{' })
  expect(await broken('blocks')).toMatchObject({ error: 'invalid_blocks_format' })
  expect(await broken('metadata')).toMatchObject({ error: 'invalid_metadata_format' })
  expect(await broken('attachments')).toMatchObject({ error: 'invalid_attachments' })
})

test('forms, JSON, multipart and query strings are understood, other bodies are not', async () => {
  const { id } = slack.channel('ops')
  const post = async (body: string | FormData, type?: string): Promise<unknown> => {
    const headers = { authorization: `Bearer ${slack.botToken}`, ...(type ? { 'content-type': type } : {}) }
    return (await fetch(`${slack.apiUrl}chat.postMessage?channel=${id}`, { method: 'POST', body, headers })).json()
  }
  const form = new FormData()
  form.append('text', 'multipart')
  expect(await post(JSON.stringify({ text: 'JSON' }), 'application/json')).toMatchObject({ message: { text: 'JSON' } })
  expect(await post(form)).toMatchObject({ message: { text: 'multipart' } })
  expect(await post('text', 'text/csv')).toMatchObject({ error: 'invalid_post_type' })
  expect(await post('[]', 'application/json')).toMatchObject({ error: 'json_not_object' })
})

test('a channel takes a burst of messages, then one per second; another channel has its own', async () => {
  const post = (channel: { id: string }) => call(slack, 'chat.postMessage', { channel: channel.id, text: 'hi' })
  const [ops, dev] = [slack.channel('ops'), slack.channel('dev')]
  for (let sent = 0; sent < MESSAGE_BURST; sent += 1) expect(await post(ops)).toMatchObject({ ok: true })
  expect(await post(ops)).toMatchObject({ status: 429, error: 'ratelimited', retryAfter: '1' })
  expect(await post(dev)).toMatchObject({ ok: true })
  slack.clock.advance(999)
  expect(await post(ops)).toMatchObject({ status: 429 })
  slack.clock.advance(1)
  expect(await post(ops)).toMatchObject({ ok: true })
  expect(await post(ops)).toMatchObject({ status: 429 })
  expect(slack.calls.filter(({ status }) => status === 429)).toHaveLength(3)
})

test('a method takes as many calls in a minute as its tier says, and says when the next one is welcome', async () => {
  const { id } = slack.channel('ops')
  const history = () => call(slack, 'conversations.history', { channel: id })
  for (let made = 0; made < CALLS_PER_MINUTE['tier 3']; made += 1) expect(await history()).toMatchObject({ ok: true })
  slack.clock.advance(20_000)
  expect(await history()).toMatchObject({ status: 429, retryAfter: '40' })
  expect(await call(slack, 'auth.test')).toMatchObject({ ok: true })
  slack.clock.advance(40_000)
  expect(await history()).toMatchObject({ ok: true })
})
