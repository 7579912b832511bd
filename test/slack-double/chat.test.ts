import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Answer, call } from './call.ts'
import type { Person } from './person.ts'
import { ATTACHMENTS_MAX, METADATA_MAX, TEXT_LIMITS } from './rules/messages.ts'
import { type Slack, startSlack } from './slack.ts'
import type { Channel } from './workspace.ts'

let slack: Slack
let alice: Person
let channel: Channel

beforeEach(async () => {
  slack = await startSlack({ scopes: ['chat:write', 'channels:history', 'groups:history', 'channels:read'] })
  alice = slack.person('alice')
  channel = slack.channel('ops')
})

afterEach(() => slack.stop())

/** A second after whatever was before, so that no rate limit is in the way. */
const post = (args: object = {}) => {
  slack.clock.advance(1_000)
  return call(slack, 'chat.postMessage', { channel: channel.id, text: 'hi', ...args })
}
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } })

test('a message needs something to say', async () => {
  expect(await post({ text: '' })).toMatchObject({ error: 'no_text' })
  expect(await post({ text: '', blocks: [] })).toMatchObject({ error: 'no_text' })
  expect(await post({ text: '', blocks: [section('*Disk* is &lt;full&gt;')] })).toMatchObject({
    message: { text: 'Disk is &lt;full&gt;' },
  })
})

test('the app posts only where it is, and private channels that it is not in do not exist for it', async () => {
  const publicOne = slack.channel('dev', { app: false })
  const privateOne = slack.channel('secret', { kind: 'group', app: false })
  expect(await post({ channel: publicOne.id })).toMatchObject({ error: 'not_in_channel' })
  expect(await post({ channel: privateOne.id })).toMatchObject({ error: 'channel_not_found' })
  expect(await post({ channel: '#ops' })).toMatchObject({ error: 'channel_not_found' })
  await alice.invitesApp(publicOne)
  expect(await post({ channel: publicOne.id })).toMatchObject({ ok: true })
})

test('archived, read-only, threads-only and threadless channels and locked threads refuse what they must', async () => {
  const message = await alice.posts(channel, 'help')
  channel.posting = 'read-only'
  expect(await post()).toMatchObject({ error: 'restricted_action_read_only_channel' })
  channel.posting = 'threads-only'
  expect(await post()).toMatchObject({ error: 'restricted_action_thread_only_channel' })
  expect(await post({ thread_ts: message.ts })).toMatchObject({ ok: true })
  channel.posting = 'no-threads'
  expect(await post({ thread_ts: message.ts })).toMatchObject({ error: 'restricted_action_non_threadable_channel' })
  channel.posting = 'everyone'
  channel.lockedThreads.add(message.ts)
  expect(await post({ thread_ts: message.ts })).toMatchObject({ error: 'restricted_action_thread_locked' })
  channel.archived = true
  expect(await post()).toMatchObject({ error: 'is_archived' })
})

test('a reply to a reply lands in the thread of the first message; notices and what is gone take no replies', async () => {
  const message = await alice.posts(channel, 'help')
  const reply = await alice.posts(channel, 'more', { thread: message })
  expect(await post({ thread_ts: reply.ts })).toMatchObject({ message: { thread_ts: message.ts } })
  await alice.invitesApp(channel)
  const join = channel.messages.find(({ subtype }) => subtype === 'channel_join')
  expect(await post({ thread_ts: join?.ts })).toMatchObject({ error: 'cannot_reply_to_message' })
  const other = await alice.posts(channel, 'never mind')
  await alice.deletes(other)
  expect(await post({ thread_ts: other.ts })).toMatchObject({ error: 'cannot_reply_to_message' })
})

test('a deleted message with replies leaves a tombstone', async () => {
  const message = await alice.posts(channel, 'help')
  await post({ thread_ts: message.ts })
  await alice.deletes(message)
  expect(alice.sees(channel)).toBe('Slackbot: This message was deleted.\n  ↳ casebook: hi')
  expect(await call(slack, 'chat.getPermalink', { channel: channel.id, message_ts: message.ts })).toMatchObject({
    error: 'message_not_found',
  })
})

test('text has its limits: cut when posted, refused when updated or ephemeral', async () => {
  const long = 'x'.repeat(TEXT_LIMITS.post + 1)
  const posted = await post({ text: long })
  expect(posted).toMatchObject({ ok: true, warning: 'message_truncated' })
  expect((posted.message as { text: string }).text).toHaveLength(TEXT_LIMITS.post)

  const update = (length: number) =>
    call(slack, 'chat.update', { channel: channel.id, ts: posted.ts, text: 'x'.repeat(length) })
  expect(await update(TEXT_LIMITS.update)).toMatchObject({ ok: true })
  expect(await update(TEXT_LIMITS.update + 1)).toMatchObject({ error: 'msg_too_long' })
  expect(
    await call(slack, 'chat.postEphemeral', {
      channel: channel.id,
      user: alice.id,
      text: 'x'.repeat(TEXT_LIMITS.ephemeral + 1),
    }),
  ).toMatchObject({ error: 'msg_too_long' })
})

test('Markdown goes alone and has a limit', async () => {
  expect(await post({ markdown_text: '**x**' })).toMatchObject({ error: 'markdown_text_conflict' })
  const markdown = (text: string) => call(slack, 'chat.postMessage', { channel: channel.id, markdown_text: text })
  expect(await markdown('x'.repeat(TEXT_LIMITS.markdown + 1))).toMatchObject({ error: 'msg_too_long' })
  expect(await markdown('**x**')).toMatchObject({ message: { blocks: [{ type: 'markdown', text: '**x**' }] } })
})

test('too much text in blocks is refused without saying why', async () => {
  const blocks = [1, 2, 3, 4, 5].map(() => section('x'.repeat(2_500)))
  const refused = await post({ blocks })
  expect(refused).toMatchObject({ error: 'msg_blocks_too_long' })
  expect(refused.response_metadata).toBeUndefined()
  expect(await post({ blocks: blocks.slice(1) })).toMatchObject({ ok: true })
})

test('attachments and metadata have their limits', async () => {
  const attachments = new Array(ATTACHMENTS_MAX + 1).fill({ text: 'x' })
  expect(await post({ attachments })).toMatchObject({ error: 'too_many_attachments' })
  expect(await post({ metadata: { event_type: 'x'.repeat(51), event_payload: {} } })).toMatchObject({
    error: 'invalid_metadata_schema',
  })
  expect(await post({ metadata: { event_type: 'x', event_payload: 'text' } })).toMatchObject({
    error: 'invalid_metadata_schema',
  })
  expect(await post({ metadata: { event_type: 'x', event_payload: { id: 'x'.repeat(METADATA_MAX) } } })).toMatchObject({
    error: 'metadata_too_large',
  })
  expect(await post({ metadata: [] })).toMatchObject({ error: 'invalid_metadata_format' })
})

test('a name or picture of its own needs a scope of its own', async () => {
  expect(await post({ username: 'somebody' })).toMatchObject({ error: 'missing_scope', needed: 'chat:write.customize' })
  expect(await post({ as_user: true })).toMatchObject({ error: 'as_user_not_supported' })
})

test('an update with text alone takes the blocks away; attachments and metadata stay until they are replaced', async () => {
  const metadata = { event_type: 'case', event_payload: { id: '1' } }
  const { ts } = await post({ blocks: [section('rich')], attachments: [{ text: 'more' }], metadata })
  const update = (args: object) => call(slack, 'chat.update', { channel: channel.id, ts, ...args })
  const [message] = channel.messages

  await update({ text: 'plain', blocks: [section('richer')] })
  expect(message).toMatchObject({ text: 'plain', blocks: [section('richer')], metadata })
  expect(message?.edited).toBeUndefined()

  await update({ text: 'plain' })
  expect(message).toMatchObject({ text: 'plain', attachments: [{ text: 'more' }], metadata })
  expect(message?.blocks).toBeUndefined()
  expect(message?.edited?.user).toBe(slack.app.id)

  await update({ text: 'plain', attachments: [], metadata: {} })
  expect(message?.attachments).toEqual([])
  expect(message?.metadata).toBeUndefined()
})

test('the app changes and deletes its own messages only', async () => {
  const hers = await alice.posts(channel, 'help')
  const at = { channel: channel.id, ts: hers.ts }
  expect(await call(slack, 'chat.update', { ...at, text: 'x' })).toMatchObject({ error: 'cant_update_message' })
  expect(await call(slack, 'chat.delete', at)).toMatchObject({ error: 'cant_delete_message' })
  const { ts } = await post()
  expect(await call(slack, 'chat.delete', { channel: channel.id, ts })).toMatchObject({ ok: true })
  expect(await call(slack, 'chat.delete', { channel: channel.id, ts })).toMatchObject({ error: 'message_not_found' })
})

test('an ephemeral message is seen by one person, is in no history and cannot be found again', async () => {
  const bob = slack.person('bob')
  const whisper = (user: string) => call(slack, 'chat.postEphemeral', { channel: channel.id, user, text: 'psst' })
  const { message_ts: ts } = await whisper(alice.id)
  expect(alice.sees(channel)).toBe('casebook (only visible to you): psst')
  expect(bob.sees(channel)).toBe('')
  const { messages } = await call(slack, 'conversations.history', { channel: channel.id })
  expect(messages).toEqual([])
  expect(await call(slack, 'chat.update', { channel: channel.id, ts, text: 'x' })).toMatchObject({
    error: 'message_not_found',
  })
  bob.leaves(channel)
  expect(await whisper(bob.id)).toMatchObject({ error: 'user_not_in_channel' })
})

test('history is newest first, replies oldest first, both in pages', async () => {
  const message = await alice.posts(channel, 'one')
  await post({ text: 'two', thread_ts: message.ts })
  await post({ text: 'three', thread_ts: message.ts })
  await alice.posts(channel, 'four')
  const texts = (answer: Answer) => (answer.messages as { text: string }[]).map(({ text }) => text)

  const history = await call(slack, 'conversations.history', { channel: channel.id })
  expect(texts(history)).toEqual(['four', 'one'])
  expect((history.messages as object[])[1]).toMatchObject({ reply_count: 2, reply_users: [slack.app.id] })

  const page = (cursor?: string) =>
    call(slack, 'conversations.replies', {
      channel: channel.id,
      ts: message.ts,
      limit: 2,
      ...(cursor ? { cursor } : {}),
    })
  const first = await page()
  expect([texts(first), first.has_more]).toEqual([['one', 'two'], true])
  const second = await page((first.response_metadata as { next_cursor: string }).next_cursor)
  expect([texts(second), second.has_more]).toEqual([['three'], false])
  expect(await page('nonsense')).toMatchObject({ error: 'invalid_cursor' })
  expect(await call(slack, 'conversations.replies', { channel: channel.id, ts: '1.2' })).toMatchObject({
    error: 'thread_not_found',
  })
})

test('metadata is shown to who asks for it', async () => {
  const metadata = { event_type: 'case', event_payload: { id: '1' } }
  await post({ metadata })
  const seen = async (args: object) => {
    const { messages } = await call(slack, 'conversations.history', { channel: channel.id, ...args })
    return (messages as { metadata?: object }[])[0]?.metadata
  }
  expect(await seen({})).toBeUndefined()
  expect(await seen({ include_all_metadata: true })).toEqual(metadata)
})

test('a permalink names the thread of a reply', async () => {
  const message = await alice.posts(channel, 'help')
  const { ts } = await post({ thread_ts: message.ts })
  const { permalink } = await call(slack, 'chat.getPermalink', { channel: channel.id, message_ts: ts })
  expect(permalink).toBe(
    `https://double.slack.com/archives/${channel.id}/p${ts.replace('.', '')}?thread_ts=${message.ts}&cid=${channel.id}`,
  )
})

test('a status stands in its thread until the next message, or for two minutes', async () => {
  const message = await alice.posts(channel, 'help')
  const status = (args: object = {}) =>
    call(slack, 'assistant.threads.setStatus', {
      channel_id: channel.id,
      thread_ts: message.ts,
      status: 'is checking node-7…',
      ...args,
    })
  expect(await status({ thread_ts: '1.2' })).toMatchObject({ error: 'invalid_thread_ts' })
  await status()
  expect(alice.sees(channel)).toBe('alice: help\n  ↳ (casebook is checking node-7…)')
  await post({ thread_ts: message.ts })
  expect(alice.sees(channel)).toBe('alice: help\n  ↳ casebook: hi')
  await status()
  slack.clock.advance(120_000)
  expect(alice.sees(channel)).not.toContain('checking')
})
