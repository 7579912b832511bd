import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { call } from './call.ts'
import { recordOf } from './json.ts'
import type { Person } from './person.ts'
import { type Slack, startSlack } from './slack.ts'
import type { Channel } from './workspace.ts'

let slack: Slack
let mallory: Person
let shared: Channel

/** No app listens here: what it would get is read from the log. */
beforeEach(async () => {
  slack = await startSlack({
    scopes: ['chat:write', 'commands', 'channels:history', 'app_mentions:read', 'users:read'],
    commands: ['/plain'],
    shortcuts: [{ name: 'Match this', callbackId: 'match', type: 'message' }],
  })
  mallory = slack.person('mallory', { stranger: true })
  shared = slack.channel('partners', { external: true })
})
afterEach(() => slack.stop())

describe('somebody of another organisation', () => {
  test('is in the channels that are shared with it, and in no other', async () => {
    const ops = slack.channel('ops')
    expect([shared.members.has(mallory.id), ops.members.has(mallory.id)]).toEqual([true, false])
    await expect(mallory.posts(ops, 'hello')).rejects.toThrow('mallory is not in ops')
  })

  test('is known by another team, and is a stranger until they share a channel with the app', async () => {
    const info = async () => recordOf((await call(slack, 'users.info', { user: mallory.id })).user)
    expect(await info()).toMatchObject({ team_id: mallory.user.teamId, profile: { team: mallory.user.teamId } })
    expect(await info()).not.toHaveProperty('is_stranger')
    mallory.leaves(shared)
    expect(await info()).toHaveProperty('is_stranger', true)
    expect(mallory.user.teamId).not.toBe(slack.app.teamId)
  })

  test('posts events that say whose words they are, and through which workspace the app hears them', async () => {
    await mallory.posts(shared, '@casebook hello')
    const team = mallory.user.teamId
    expect(slack.deliveries.map(({ about }) => about)).toEqual(['message', 'app_mention'])
    for (const { payload } of slack.deliveries) {
      expect(payload).toMatchObject({
        team_id: team,
        context_team_id: slack.app.teamId,
        is_ext_shared_channel: true,
        event: { team, user_team: team, source_team: team },
      })
    }
  })

  test('clicks as one of their team, in an app of ours', async () => {
    const section = { type: 'button', action_id: 'a', text: { type: 'plain_text', text: 'Do' }, value: 'v' }
    await call(slack, 'chat.postMessage', {
      channel: shared.id,
      text: 't',
      blocks: [{ type: 'actions', elements: [section] }],
    })
    void mallory.clicks(shared, 'Do')
    const { payload } = slack.deliveries.find(({ about }) => about === 'block_actions') ?? {}
    expect(payload).toMatchObject({ team: { id: slack.app.teamId }, user: { team_id: mallory.user.teamId } })
  })

  test('is offered neither commands nor shortcuts', async () => {
    const message = await mallory.posts(shared, 'hello')
    await expect(mallory.types(shared, '/plain')).rejects.toThrow('of another organisation')
    await expect(mallory.uses('Match this', message)).rejects.toThrow('of another organisation')
  })
})

test('our own people post as ours, in shared channels too', async () => {
  await slack.person('alice').posts(shared, 'hello')
  const { payload } = slack.deliveries[0] ?? {}
  expect(payload).toMatchObject({ team_id: slack.app.teamId, event: { team: slack.app.teamId } })
  expect(recordOf(payload?.event)).not.toHaveProperty('user_team')
})
