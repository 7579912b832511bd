import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Person } from '../slack-double/person.ts'
import type { Channel } from '../slack-double/workspace.ts'
import { Office } from './office.ts'
import { FULL_MOUNT_TABLE, LINK_LIMIT } from './pastes.ts'

/** Put together here, so that no scanner takes this file for a leak. */
const TOKEN = ['xoxb', '123456789012', '1234567890123', 'AbCdEfGhIjKlMnOpQrStUvWx'].join('-')
const KEY = ['AKIA', 'Z7VRSQ5TJN2XMPLQ'].join('')
const SECRETS = [TOKEN, KEY]

let office: Office
let alice: Person
let bob: Person
let ops: Channel
beforeEach(async () => {
  office = await Office.open({ config: 'default_mode: watch' })
  alice = office.slack.person('alice')
  bob = office.slack.person('bob')
  ops = office.slack.channel('ops')
})
afterEach(async () => {
  expect(office.slack.checkInvariants({ secrets: SECRETS })).toEqual([])
  await office.close()
})

/** Neither sent to Slack, nor in the log, nor in a file. */
async function expectNoTrace(): Promise<void> {
  await office.slack.settle()
  const sent = JSON.stringify(office.slack.calls.map(({ args }) => args))
  const shown = JSON.stringify(office.slack.outgoing)
  const written = await office.traces()
  expect(written).toContain('"level"')
  for (const secret of SECRETS) for (const text of [sent, shown, written]) expect(text.includes(secret)).toBe(false)
}

describe('markup in a paste', () => {
  test.each([
    ['a mention of everybody', `mkdir: cannot create directory '/data/<!channel>': Too many links`],
    ['a mention as typed', `mkdir: cannot create directory '/data/@here @channel @bob': Too many links`],
    ['a fence', "mkdir: cannot create directory '/data/```x``` `y`': Too many links"],
    ['a link', `mkdir: cannot create directory '/data/https://evil.example/x': Too many links`],
    ['a labelled link', `mkdir: cannot create directory '/data/<https://evil.example|click>': Too many links`],
    ['entities', `mkdir: cannot create directory '/data/&lt;!channel&gt;': Too many links`],
    ['a date', `mkdir: cannot create directory '/data/<!date^1700000000^{date}|x>': Too many links`],
    ['emphasis', `mkdir: cannot create directory '/data/*a* _b_ ~c~ :tada:': Too many links`],
  ])('%s is text in the answer: it pings nobody and forms no link', async (_name, paste) => {
    const message = await alice.posts(ops, `@casebook ${paste}`)
    await office.slack.settle()
    expect(alice.sees(message)).toContain('ext4-link-limit')
    const sent = JSON.stringify(office.slack.outgoing)
    expect(sent).not.toMatch(/"type":"(?:link|user|broadcast|emoji|date)"[^}]*(?:evil|bob|channel|here)/)
  })

  test('a mention of a person, as Slack stores it, pings them once: by the person who wrote it', async () => {
    const message = await alice.posts(
      ops,
      `@casebook ask @bob\nmkdir: cannot create directory '/data/@bob': Too many links`,
    )
    await office.slack.settle()
    expect(alice.sees(message)).toContain('ext4-link-limit')
  })
})

describe('a secret', () => {
  const paste = `export SLACK_BOT_TOKEN=${TOKEN}\naws_access_key_id = ${KEY}\n${LINK_LIMIT.replace('x', TOKEN)}`

  test('in a message leaves no trace', async () => {
    const message = await alice.posts(ops, `@casebook ${paste}`)
    await office.slack.settle()
    expect(alice.sees(message)).toContain('ext4-link-limit')
    await expectNoTrace()
  })

  test('in an edit, a file, a thread and its root leaves no trace', async () => {
    const root = await alice.posts(ops, `see\n${paste}`, { files: [{ name: 'a.log', content: paste }] })
    await office.slack.settle()
    office.passes(2000)
    await bob.posts(ops, '@casebook', { thread: root })
    await office.slack.settle()
    office.passes(2000)
    await alice.edits(root, `see again\n${paste}`)
    await expectNoTrace()
  })

  test.each(['/casebook', '/casebook show', '/casebook search', '/casebook channel'])(
    'after %s leaves no trace',
    async (command) => {
      await alice.types(ops, `${command} ${paste}`)
      await office.slack.settle()
      await alice.types(ops, `${command} ${TOKEN}`)
      await expectNoTrace()
    },
  )

  test('in a message that is matched by the shortcut leaves no trace, and in More neither', async () => {
    const message = await bob.posts(office.slack.channel('quiet'), paste)
    await office.slack.settle()
    await alice.uses('Match this message', message)
    await office.slack.settle()
    await alice.clicks(office.slack.channel('quiet'), 'More')
    await office.slack.settle()
    expect(alice.seesModal()).toContain('ext4-link-limit')
    await expectNoTrace()
  })

  test('in a message that Slack refuses to take the answer of leaves no trace in the log', async () => {
    office.slack.faults.answer('chat.postMessage', 'invalid_blocks', 3)
    await alice.posts(ops, `@casebook ${paste}`)
    await expectNoTrace()
    expect(office.logLines.join('')).toContain('invalid_blocks')
  })
})

describe('a paste that is large or broken', () => {
  test.each([
    ['40,000 characters', `${'x'.repeat(20_000)}\n${FULL_MOUNT_TABLE}\n${'y'.repeat(19_000)}`],
    ['many lines', `${'- line\n'.repeat(4000)}${FULL_MOUNT_TABLE}`],
    ['control and right-to-left characters', `\u202e\u0007\u0000${FULL_MOUNT_TABLE}\ufeff`],
  ])('of %s is answered', async (_name, paste) => {
    const message = await alice.posts(ops, `@casebook ${paste}`)
    await office.slack.settle()
    expect(alice.sees(message)).toContain('mount namespace is full')
  })
})
