import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { call } from './call.ts'
import { Chance } from './chance.ts'
import { VirtualClock } from './clock.ts'
import type { Delivery } from './deliveries.ts'
import { recordOf, recordsOf } from './json.ts'
import type { Person } from './person.ts'
import { brokenMarkupIn } from './rules/markup.ts'
import { type Slack, startSlack } from './slack.ts'
import { asStored } from './typing.ts'
import { type Channel, Workspace } from './workspace.ts'

const EVERY_SCOPE = [
  'chat:write',
  'commands',
  'channels:history',
  'groups:history',
  'im:history',
  'app_mentions:read',
  'channels:read',
  'users:read',
  'files:read',
  'reactions:write',
]

let slack: Slack
let alice: Person
let channel: Channel

/** No app listens here: what it would get is read from the log. */
beforeEach(async () => {
  slack = await startSlack({
    scopes: EVERY_SCOPE,
    commands: ['/plain', { command: '/escaping', escapes: true }],
    shortcuts: [{ name: 'Match this', callbackId: 'match', type: 'message' }],
  })
  alice = slack.person('alice', { locale: 'zh-CN', timeZone: 'Asia/Shanghai' })
  channel = slack.channel('ops')
})

afterEach(() => slack.stop())

const events = () => slack.deliveries.filter(({ kind }) => kind === 'events_api')
const eventOf = (delivery: Delivery | undefined) => recordOf(delivery?.payload.event)
const lastEvent = () => eventOf(slack.deliveries.at(-1))
const blocksWith = (...elements: object[]) => [{ type: 'actions', elements }]
const button = (label: string, more: object = {}) => ({
  type: 'button',
  action_id: label,
  text: { type: 'plain_text', text: label },
  ...more,
})
const postAsApp = (more: object) => {
  slack.clock.advance(1_000)
  return call(slack, 'chat.postMessage', { channel: channel.id, text: 'x', ...more })
}

test('what is typed arrives escaped, with links and mentions made out of what looks like them', async () => {
  slack.person('bob')
  await alice.posts(
    channel,
    'a && b < c > d, see https://x.example/a?b=1&c=2. Ask @bob, @here, #ops, me@x.example or x.io',
  )
  expect(lastEvent().text).toBe(
    `a &amp;&amp; b &lt; c &gt; d, see <https://x.example/a?b=1&amp;c=2>. Ask <@${slack.person('bob').id}>, <!here>, ` +
      `<#${channel.id}|ops>, <mailto:me@x.example|me@x.example> or <http://x.io|x.io>`,
  )
  expect(alice.sees(channel)).toBe(
    'alice: a && b < c > d, see https://x.example/a?b=1&c=2. Ask @bob, @here, #ops, me@x.example or x.io',
  )
})

test('in code, addresses become links too, but nobody is mentioned', async () => {
  slack.person('bob')
  await alice.posts(channel, 'look:\n```\n@bob <none> https://x.example/a\n```')
  expect(lastEvent().text).toBe('look:\n```@bob &lt;none&gt; <https://x.example/a>```')
  expect(lastEvent().blocks).toMatchObject([
    {
      type: 'rich_text',
      elements: [
        { type: 'rich_text_section', elements: [{ type: 'text', text: 'look:\n' }] },
        {
          type: 'rich_text_preformatted',
          elements: [
            { type: 'text', text: '@bob <none> ' },
            { type: 'link', url: 'https://x.example/a' },
          ],
        },
      ],
    },
  ])
})

test('whatever is typed is stored without broken markup', () => {
  const workspace = new Workspace(new VirtualClock({ start: 0 }), new Chance(1))
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (typed) => {
      expect(brokenMarkupIn({ text: asStored(typed, workspace) })).toEqual([])
    }),
  )
})

test('a mention is a second event about the same message, with an id of its own', async () => {
  const { ts } = await alice.posts(channel, '@casebook what is this?')
  expect(events().map(({ about }) => about)).toEqual(['message', 'app_mention'])
  expect(events().map((it) => eventOf(it).ts)).toEqual([ts, ts])
  expect(new Set(events().map(({ payload }) => payload.event_id)).size).toBe(2)
})

test('edits, deletions, broadcasts, files and alerts come with their subtypes', async () => {
  const message = await alice.posts(channel, 'one')
  await alice.edits(message, 'two')
  expect(lastEvent()).toMatchObject({
    subtype: 'message_changed',
    message: { ts: message.ts, text: 'two', edited: { user: alice.id } },
    previous_message: { text: 'one' },
  })
  await alice.posts(channel, 'again', { thread: message, broadcast: true })
  expect(lastEvent()).toMatchObject({ subtype: 'thread_broadcast', thread_ts: message.ts, root: { reply_count: 1 } })
  await alice.posts(channel, '', { files: [{ name: 'df.txt', content: 'full', snippet: true }] })
  expect(lastEvent()).toMatchObject({ subtype: 'file_share', files: [{ name: 'df.txt', mode: 'snippet', size: 4 }] })
  const bot = slack.bot('alertmanager')
  await bot.posts(channel, { attachments: [{ title: 'DiskFull', text: 'node-7' }] })
  expect(lastEvent()).toMatchObject({ subtype: 'bot_message', bot_id: bot.id, attachments: [{ title: 'DiskFull' }] })
  const other = await alice.posts(channel, 'oops')
  await alice.deletes(other)
  expect(lastEvent()).toMatchObject({ subtype: 'message_deleted', deleted_ts: other.ts })
})

test('the app hears what it says itself', async () => {
  const { ts } = await postAsApp({ text: 'hello' })
  expect(lastEvent()).toMatchObject({ ts, user: slack.app.id, bot_id: slack.app.botId, text: 'hello' })
})

test('the app gets no events from where it is not, without the scope, or without the subscription', async () => {
  await alice.posts(slack.channel('dev', { app: false }), 'help')
  expect(events()).toEqual([])
  slack.faults.takeAwayScope('channels:history')
  await alice.posts(channel, 'help')
  expect(events()).toEqual([])
  const quiet = await startSlack({ scopes: EVERY_SCOPE, botEvents: ['app_mention'] })
  await quiet.person('bob').posts(quiet.channel('ops'), '@casebook help')
  expect(quiet.deliveries.map(({ about }) => about)).toEqual(['app_mention'])
  await quiet.stop()
})

test('direct messages, private and shared channels say what they are', async () => {
  await alice.posts(alice.dm, 'help')
  expect(lastEvent()).toMatchObject({ channel_type: 'im', channel: alice.dm.id })
  await alice.posts(slack.channel('secret', { kind: 'group', members: [alice] }), 'help')
  expect(lastEvent()).toMatchObject({ channel_type: 'group' })
  await alice.posts(slack.channel('partners', { external: true }), 'help', { files: [{ name: 'a.log', content: 'x' }] })
  expect(slack.deliveries.at(-1)?.payload.is_ext_shared_channel).toBe(true)
  expect(lastEvent().files).toMatchObject([{ mode: 'file_access', file_access: 'check_file_info' }])
})

test('being added is told twice: as a notice and as an event', async () => {
  const dev = slack.channel('dev', { app: false })
  await alice.invitesApp(dev)
  expect(events().map(({ about }) => about)).toEqual(['message.channel_join', 'member_joined_channel'])
  expect(lastEvent()).toMatchObject({ user: slack.app.id, inviter: alice.id, channel: dev.id })
})

test('opening the app and removing it are told', async () => {
  await alice.opensHome()
  expect(lastEvent()).toMatchObject({ type: 'app_home_opened', tab: 'home', user: alice.id })
  await alice.opensMessages()
  expect(lastEvent()).toMatchObject({ type: 'app_home_opened', tab: 'messages' })
  slack.uninstall()
  expect(
    events()
      .slice(-2)
      .map(({ about }) => about),
  ).toEqual(['tokens_revoked', 'app_uninstalled'])
})

test('removal is told in either order, and a token says whose it was', async () => {
  slack.revokeToken(alice)
  expect(lastEvent()).toMatchObject({ type: 'tokens_revoked', tokens: { oauth: [alice.id] } })
  expect(await call(slack, 'auth.test')).toMatchObject({ ok: true })
  slack.revokeToken()
  expect(lastEvent()).toMatchObject({ type: 'tokens_revoked', tokens: { bot: [slack.app.id] } })
  expect(await call(slack, 'auth.test')).toMatchObject({ error: 'token_revoked' })
  slack.uninstall('app_uninstalled')
  expect(
    events()
      .slice(-2)
      .map(({ about }) => about),
  ).toEqual(['app_uninstalled', 'tokens_revoked'])
  expect(await call(slack, 'auth.test')).toMatchObject({ error: 'account_inactive' })
})

test('somebody is chosen in a menu of people that is on the screen', async () => {
  const bob = slack.person('bob')
  const menu = { type: 'users_select', action_id: 'whom', placeholder: { type: 'plain_text', text: 'Whom?' } }
  await postAsApp({ blocks: blocksWith(menu) })
  await alice.chooses(channel, 'Whom?', bob)
  const [action] = recordsOf(slack.deliveries.at(-1)?.payload.actions)
  expect(action).toMatchObject({ type: 'users_select', action_id: 'whom', selected_user: bob.id })
  await expect(alice.chooses(channel, 'Who?', bob)).rejects.toThrow('cannot see a menu of people `Who?`')
})

test('people see only where they are', async () => {
  const secret = slack.channel('secret', { kind: 'group', members: [alice] })
  const bob = slack.person('bob')
  expect(() => bob.sees(secret)).toThrow('bob is not in secret')
  await expect(bob.posts(secret, 'hello')).rejects.toThrow('bob is not in secret')
  const message = await alice.posts(secret, 'hello')
  await expect(bob.uses('Match this', message)).rejects.toThrow('bob is not in secret')
  await expect(bob.edits(await alice.posts(channel, 'x'), 'y')).rejects.toThrow('somebody else')
})

test('only what can be seen can be clicked', async () => {
  await postAsApp({ blocks: blocksWith(button('Solved')) })
  await expect(alice.clicks(channel, 'Not this')).rejects.toThrow(
    'alice cannot see `Not this` to click on; there is `Solved`',
  )
  const icon = { type: 'icon_button', icon: 'trash', text: { type: 'plain_text', text: 'Remove' } }
  await postAsApp({ blocks: [{ type: 'context_actions', elements: [{ ...icon, visible_to_user_ids: ['U0'] }] }] })
  await expect(alice.clicks(channel, 'Remove')).rejects.toThrow('cannot see `Remove`')
})

test('a click finds buttons in threads, overflow menus, feedback, attachments and containers', async () => {
  const message = await alice.posts(channel, 'help')
  const option = { text: { type: 'plain_text', text: 'Mute here' }, value: 'mute' }
  const feedback = (text: string, value: string) => ({ text: { type: 'plain_text', text }, value })
  await postAsApp({
    thread_ts: message.ts,
    blocks: [
      {
        type: 'section',
        block_id: 's',
        text: { type: 'mrkdwn', text: 'x' },
        accessory: { type: 'overflow', options: [option] },
      },
      {
        type: 'context_actions',
        elements: [
          { type: 'feedback_buttons', positive_button: feedback('Good', '1'), negative_button: feedback('Bad', '0') },
        ],
      },
      {
        type: 'container',
        title: { type: 'plain_text', text: 'More' },
        child_blocks: [{ type: 'actions', block_id: 'inner', elements: [button('Inner')] }],
      },
    ],
    attachments: [{ text: 'x', blocks: blocksWith(button('Attached', { value: 'v' })) }],
  })
  const action = async (label: string) => {
    const { payload } = await alice.clicks(message, label)
    return (payload.actions as object[])[0]
  }
  expect(await action('Mute here')).toMatchObject({
    type: 'overflow',
    block_id: 's',
    selected_option: { value: 'mute' },
  })
  expect(await action('Bad')).toMatchObject({ type: 'feedback_buttons', value: '0' })
  expect(await action('Inner')).toMatchObject({ type: 'button', block_id: 'inner', action_id: 'Inner' })
  expect(await action('Attached')).toMatchObject({ type: 'button', value: 'v' })
})

test('a command that fails is seen to fail, and is not sent again', async () => {
  const { attempts } = await alice.types(channel, '/plain hello')
  expect(attempts).toHaveLength(1)
  expect(alice.sees(channel)).toBe('Slackbot (only visible to you): /plain failed with the error "operation_timeout"')
  await expect(alice.types(channel, '/unknown')).rejects.toThrow('`/unknown` is not a command here')
  slack.faults.takeAwayScope('commands')
  await expect(alice.types(channel, '/plain')).rejects.toThrow('not a command here')
  await expect(alice.uses('Match this', await alice.posts(channel, 'x'))).rejects.toThrow('no message shortcut')
})

test('a command gets mentions as they were typed, or as ids when it asks for them', async () => {
  const plain = await alice.types(channel, '/plain ask @alice')
  const escaping = await alice.types(channel, '/escaping ask @alice')
  expect([plain.payload.text, escaping.payload.text]).toEqual(['ask @alice', `ask <@${alice.id}>`])
})

test('screens show blocks, marks and attachments; a screen reader reads the text', async () => {
  const { ts } = await postAsApp({
    text: 'Known case: *full* disk',
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: 'Known case' } },
      {
        type: 'section',
        text: { type: 'mrkdwn', text: '*Full* disk, see <https://x.example|the case> &amp; `df -i`' },
      },
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: '<none> 100%' }] }],
      },
      { type: 'alert', level: 'error', text: { type: 'plain_text', text: 'Confirmed' } },
      {
        type: 'data_table',
        caption: 'Nodes',
        rows: [
          [
            { type: 'raw_text', text: 'node' },
            { type: 'raw_number', value: 7 },
          ],
        ],
      },
    ],
    attachments: [{ title: 'DiskFull', fields: [{ title: 'node', value: 'node-7' }] }],
  })
  await call(slack, 'reactions.add', { channel: channel.id, timestamp: ts, name: 'eyes' })
  expect(alice.sees(channel)).toBe(
    [
      'casebook: Known case',
      '  Full disk, see the case & df -i',
      '  <none> 100%',
      '  Confirmed',
      '  Nodes',
      '  node | 7',
      '  | DiskFull',
      '  | node: node-7',
      '  :eyes: 1',
    ].join('\n'),
  )
  expect(alice.hears(channel)).toBe('casebook: Known case: full disk')
})

test('people and bots can be looked up, with their language when asked for', async () => {
  expect(await call(slack, 'users.info', { user: alice.id })).toMatchObject({
    user: { tz: 'Asia/Shanghai', is_bot: false },
  })
  expect((await call(slack, 'users.info', { user: alice.id })).user).not.toHaveProperty('locale')
  expect(await call(slack, 'users.info', { user: alice.id, include_locale: true })).toMatchObject({
    user: { locale: 'zh-CN' },
  })
  expect(await call(slack, 'users.info', { user: 'U0' })).toMatchObject({ error: 'user_not_found' })
  expect(await call(slack, 'bots.info', { bot: slack.bot('alertmanager').id })).toMatchObject({
    bot: { name: 'alertmanager' },
  })
  expect(await call(slack, 'bots.info', { bot: 'B0' })).toMatchObject({ error: 'bot_not_found' })
  expect(await call(slack, 'conversations.info', { channel: channel.id, include_locale: true })).toMatchObject({
    channel: { name: 'ops', is_member: true, is_private: false, locale: 'en-US' },
  })
})

test('a reaction is given once', async () => {
  const { ts } = await alice.posts(channel, 'help')
  const react = (name: string, timestamp = ts) => call(slack, 'reactions.add', { channel: channel.id, timestamp, name })
  expect(await react('eyes')).toMatchObject({ ok: true })
  expect(await react('eyes')).toMatchObject({ error: 'already_reacted' })
  expect(await react(':eyes:')).toMatchObject({ error: 'invalid_name' })
  expect(await react('eyes', '1.2')).toMatchObject({ error: 'message_not_found' })
})
