import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Message } from '../slack-double/message.ts'
import type { Person } from '../slack-double/person.ts'
import type { Channel } from '../slack-double/workspace.ts'
import { Office } from './office.ts'
import { FULL_MOUNT_TABLE, MOUNTS_NEAR_LIMIT, NO_SPACE } from './pastes.ts'

let office: Office
let alice: Person
/** Of another organisation. */
let mallory: Person
let partners: Channel
beforeEach(async () => {
  office = await Office.open({ config: 'default_mode: watch' })
  alice = office.slack.person('alice')
  mallory = office.slack.person('mallory', { stranger: true })
  partners = office.slack.channel('partners', { external: true })
})
afterEach(async () => {
  expect(office.slack.checkInvariants({ mayPing: [alice, mallory] })).toEqual([])
  await office.close()
})

async function allow(): Promise<void> {
  await office.restartApp(`default_mode: watch\nexternal_channels: [${partners.id}]`)
}

async function answerTo(who: Person, text: string, post: Parameters<Person['posts']>[2] = {}): Promise<Message> {
  const message = await who.posts(partners, text, post)
  await office.slack.settle()
  office.passes(2000)
  return message
}

describe('in a channel that is shared with another organisation', () => {
  test.each([
    ['a stranger', () => mallory],
    ['one of us', () => alice],
  ])('%s is not answered, whatever they say, unless it is allowed', async (_name, who) => {
    const message = await answerTo(who(), `@casebook ${FULL_MOUNT_TABLE}`)
    await answerTo(who(), NO_SPACE)
    await answerTo(who(), '@casebook', { thread: message })
    await who().edits(message, `@casebook ${NO_SPACE}`)
    await office.slack.settle()
    expect(office.slack.outgoing).toEqual([])
  })

  test('that is allowed, the pastes of strangers are answered, and decided by what they add', async () => {
    await allow()
    const message = await answerTo(mallory, NO_SPACE)
    expect(mallory.sees(partners)).toMatch(/only visible to you[\s\S]*\[Share with thread\]/)
    await answerTo(mallory, MOUNTS_NEAR_LIMIT, { thread: message })
    expect(alice.sees(message)).toContain('Confirmed')
  })
})

describe('clicks of strangers', () => {
  test('count where the channel is allowed', async () => {
    await allow()
    const message = await answerTo(alice, FULL_MOUNT_TABLE)
    await mallory.clicks(message, 'This solved it')
    await office.slack.settle()
    expect(alice.sees(message)).toContain('Solved by @mallory')
  })

  test.each(['This solved it', 'Not this', 'More'])(
    'on `%s` do nothing where it is not allowed any more',
    async (label) => {
      await allow()
      const message = await answerTo(alice, FULL_MOUNT_TABLE)
      const before = alice.sees(message)
      await office.restartApp('default_mode: watch')
      await mallory.clicks(message, label)
      await office.slack.settle()
      expect(alice.sees(message)).toBe(before)
      expect(mallory.seesModal()).toBe('')
      expect(mallory.sees(message)).toContain('You may not do this here')
      expect(office.audit()).toEqual([
        expect.objectContaining({ actor: mallory.id, object: expect.any(String), allowed: 0 }),
      ])
    },
  )

  test('of our own people count there still', async () => {
    await allow()
    const message = await answerTo(mallory, FULL_MOUNT_TABLE)
    await office.restartApp('default_mode: watch')
    await alice.clicks(message, 'This solved it')
    await office.slack.settle()
    expect(alice.sees(message)).toContain('Solved by @alice')
  })
})

describe('a file in a shared channel, of which Slack tells only the id', () => {
  const files = [{ name: 'kubelet.log', content: `line one\n${FULL_MOUNT_TABLE}\n` }]

  test('is asked for and read', async () => {
    await allow()
    const message = await answerTo(mallory, '@casebook what is this?', { files })
    expect(mallory.sees(message)).toContain('mount namespace is full')
    expect(office.slack.calls.map(({ method }) => method)).toContain('files.info')
  })

  test('that is no text is left alone', async () => {
    await allow()
    await answerTo(mallory, '@casebook', { files: [{ name: 'a.png', content: 'x', mimetype: 'image/png' }] })
    expect(office.slack.outgoing.map(({ content }) => String(content.text))).toEqual([
      expect.stringContaining('Paste an error'),
    ])
  })

  test('is not asked for where the channel is not allowed', async () => {
    await answerTo(mallory, '@casebook what is this?', { files })
    expect(office.slack.calls.map(({ method }) => method)).not.toContain('files.info')
  })

  test.each([
    ['for lack of a scope', 'missing_scope', /files:read/],
    ['because it is gone', 'file_deleted', /paste its text instead/],
    ['because it is not shared with us', 'access_denied', /paste its text instead/],
  ])('and does not describe %s: who asked is told', async (_name, code, says) => {
    await allow()
    if (code === 'missing_scope') office.slack.faults.takeAwayScope('files:read')
    else office.slack.faults.answer('files.info', code)
    const message = await answerTo(mallory, '@casebook', { files })
    expect(mallory.sees(message)).toMatch(says)
  })
})
