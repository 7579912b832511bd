import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readEnvelope } from '../../src/slack/intake/incoming.ts'

const us = { team: 'T1', user: 'U0US', bot: 'B0US' }
const envelope = (event: object, more: object = {}) => ({
  type: 'event_callback',
  event_id: 'Ev1',
  team_id: 'T1',
  event,
  ...more,
})
const read = (event: object, more: object = {}) => readEnvelope(envelope(event, more), us)?.incoming
const said = { type: 'message', channel: 'C1', channel_type: 'channel', user: 'U1', ts: '1.1', text: 'hello' }

describe('an event about a message', () => {
  test('is read with its place', () => {
    expect(read(said)).toMatchObject({
      kind: 'message',
      team: 'T1',
      channel: 'C1',
      ts: '1.1',
      thread: '1.1',
      user: 'U1',
      text: 'hello',
      direct: false,
      mentioned: false,
      external: false,
    })
  })

  test('stands in its thread', () => {
    expect(read({ ...said, thread_ts: '1.0' })).toMatchObject({ ts: '1.1', thread: '1.0' })
  })

  test('mentions us, and the mention is no part of the text', () => {
    expect(read({ ...said, text: '<@U0US> what is this?' })).toMatchObject({
      mentioned: true,
      addressedToOther: false,
      text: 'what is this?',
    })
    expect(read({ ...said, type: 'app_mention', text: 'and <@U0US>?' })).toMatchObject({
      mentioned: true,
      text: 'and  ?',
    })
  })

  test('is addressed to somebody else when it begins with their name', () => {
    expect(read({ ...said, text: '<@U9> look' })).toMatchObject({ addressedToOther: true })
    expect(read({ ...said, text: 'look <@U9>' })).toMatchObject({ addressedToOther: false })
  })

  test('is direct in a direct message', () => {
    expect(read({ ...said, channel: 'D1', channel_type: 'im' })).toMatchObject({ direct: true })
  })

  test('holds what an alert puts into attachments and blocks', () => {
    const alert = {
      ...said,
      user: undefined,
      bot_id: 'B7',
      subtype: 'bot_message',
      text: '',
      blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'in a block' } }],
      attachments: [{ title: 'NodeDown', text: 'disk full', fields: [{ title: 'node', value: 'node-7' }] }],
    }
    expect(read(alert)).toMatchObject({ bot: 'B7', text: 'in a block\nNodeDown\ndisk full\nnode node-7' })
  })

  test('carries files that we could read', () => {
    const file = {
      id: 'F1',
      name: 'log.txt',
      mimetype: 'text/plain',
      size: 5,
      url_private_download: 'https://files.example/x',
    }
    expect(read({ ...said, subtype: 'file_share', files: [file, { broken: true }] })).toMatchObject({
      files: [{ id: 'F1', name: 'log.txt', mimetype: 'text/plain', size: 5, url: 'https://files.example/x' }],
    })
  })

  test('is an edit of the message inside it', () => {
    const change = {
      type: 'message',
      subtype: 'message_changed',
      channel: 'C1',
      ts: '2.0',
      message: { ts: '1.1', thread_ts: '1.0', user: 'U1', text: 'new' },
    }
    expect(read(change)).toMatchObject({ kind: 'edit', ts: '1.1', thread: '1.0', text: 'new' })
  })

  test.each(['message_deleted', 'channel_join', 'channel_topic', 'bot_add', 'tombstone'])(
    'of the subtype %s says nothing',
    (subtype) => {
      expect(read({ ...said, subtype })).toBeUndefined()
    },
  )

  test('comes from another organisation when the envelope says so', () => {
    expect(read(said, { is_ext_shared_channel: true })).toMatchObject({ external: true })
  })
})

test('our joining a channel is read, that of others is not', () => {
  expect(read({ type: 'member_joined_channel', channel: 'C1', user: 'U0US' })).toEqual({
    kind: 'join',
    team: 'T1',
    channel: 'C1',
  })
  expect(read({ type: 'member_joined_channel', channel: 'C1', user: 'U1' })).toBeUndefined()
})

test('what is no event is left to others', () => {
  for (const body of [{ type: 'block_actions' }, { command: '/casebook' }, 'text', null, undefined])
    expect(readEnvelope(body, us)).toBeUndefined()
})

test('any JSON is an event, none, or nothing', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (event, files) => {
      readEnvelope(event, us)
      readEnvelope(
        envelope({ ...said, ...(typeof event === 'object' ? event : {}), files, attachments: files, blocks: files }),
        us,
      )
    }),
  )
})
