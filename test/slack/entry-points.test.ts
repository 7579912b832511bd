import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Office } from './office.ts'
import { CHAT, FULL_MOUNT_TABLE, LINK_LIMIT, NO_SPACE } from './pastes.ts'

let office: Office
beforeEach(async () => {
  office = await Office.open()
})
afterEach(async () => {
  expect(office.slack.checkInvariants()).toEqual([])
  await office.close()
})

describe('in a channel', () => {
  test('a mention with the paste is answered in the thread of the message', async () => {
    const { slack } = office
    const alice = slack.person('alice')
    const message = await alice.posts(slack.channel('ops'), `@casebook what is this?\n${FULL_MOUNT_TABLE}`)
    await slack.settle()
    expect(slack.thread(message)).toHaveLength(2)
    expect(alice.sees(message)).toMatch(/mount namespace is full[\s\S]*\[This solved it\]/)
    expect(alice.hears(message)).toMatch(/casebook: .*mount namespace is full/)
  })

  test('a mention with an error that nobody documented is answered, with what would help', async () => {
    const { slack } = office
    const alice = slack.person('alice')
    const message = await alice.posts(slack.channel('ops'), '@casebook frobnicator: error 17 while reticulating')
    await slack.settle()
    expect(alice.sees(message)).toMatch(/No documented case[\s\S]*What would help[\s\S]*df -h/)
  })

  test('a bare mention in a thread is about the message that the thread began with', async () => {
    const { slack } = office
    const [alice, bob] = [slack.person('alice'), slack.person('bob')]
    const root = await alice.posts(slack.channel('ops'), FULL_MOUNT_TABLE)
    await slack.settle()
    expect(slack.thread(root)).toHaveLength(1)
    await bob.posts(slack.channel('ops'), '@casebook', { thread: root })
    await slack.settle()
    expect(alice.sees(root)).toContain('mount namespace is full')
    expect(slack.thread(root)).toHaveLength(3)
  })

  test('a bare mention under an alert is about what the alert says in its attachments and blocks', async () => {
    const { slack } = office
    const alice = slack.person('alice')
    const ops = slack.channel('ops')
    const text = { type: 'mrkdwn', text: LINK_LIMIT }
    const alert = await slack
      .bot('prometheus')
      .posts(ops, { attachments: [{ title: 'Node', blocks: [{ type: 'section', text }] }] })
    await alice.posts(ops, '@casebook', { thread: alert })
    await slack.settle()
    expect(alice.sees(alert)).toMatch(/casebook: [\s\S]*ext4-link-limit/)
  })

  test('when the author of the root then edits it, the answer to the bare mention is updated in place', async () => {
    const { slack } = office
    const alice = slack.person('alice')
    const ops = slack.channel('ops')
    const root = await alice.posts(ops, 'pods do not start on node-7')
    await alice.posts(ops, '@casebook', { thread: root })
    await slack.settle()
    office.passes(2000)
    await alice.edits(root, `pods do not start on node-7\n${FULL_MOUNT_TABLE}`)
    await slack.settle()
    expect(alice.sees(root)).toContain('mount namespace is full')
    expect(slack.thread(root)).toHaveLength(3)
  })

  test('a bare mention alone is answered with how to ask, in the thread', async () => {
    const { slack } = office
    const alice = slack.person('alice')
    const message = await alice.posts(slack.channel('ops'), '@casebook')
    await slack.settle()
    expect(slack.thread(message)).toHaveLength(2)
    expect(alice.sees(message)).toContain('Paste an error or the output of a command')
  })

  test('a private channel is answered as a public one', async () => {
    const { slack } = office
    const alice = slack.person('alice')
    const message = await alice.posts(
      slack.channel('secret-ops', { kind: 'group', members: [alice] }),
      `@casebook ${FULL_MOUNT_TABLE}`,
    )
    await slack.settle()
    expect(alice.sees(message)).toContain('mount namespace is full')
  })

  test('when the app is added it says once what it does there', async () => {
    const { slack } = office
    const alice = slack.person('alice')
    const ops = slack.channel('new-ops', { app: false })
    await alice.invitesApp(ops)
    await slack.settle()
    expect(alice.sees(ops)).toMatch(/answers here when it is mentioned[\s\S]*\/casebook channel/)
    expect(ops.messages.filter((it) => it.user === slack.app.id && !it.subtype)).toHaveLength(1)
  })
})

describe('in a direct message', () => {
  test('a paste is answered', async () => {
    const { slack } = office
    const alice = slack.person('alice')
    const message = await alice.posts(alice.dm, FULL_MOUNT_TABLE)
    await slack.settle()
    expect(alice.sees(message)).toContain('mount namespace is full')
  })

  test('everything is answered, also that nothing is known', async () => {
    const { slack } = office
    const alice = slack.person('alice')
    const message = await alice.posts(alice.dm, CHAT)
    await slack.settle()
    expect(alice.sees(message)).toMatch(/No documented case/)
  })
})

describe('a file', () => {
  const log = `line one\n${FULL_MOUNT_TABLE}\nline three\n`

  test.each([
    ['a snippet', { name: 'untitled', content: log, snippet: true }],
    ['a text file', { name: 'kubelet.log', content: log }],
    ['a file of which Slack knows no type', { name: 'dump.1', content: log, mimetype: 'application/octet-stream' }],
  ])('%s is read', async (_name, file) => {
    const { slack } = office
    const alice = slack.person('alice')
    const message = await alice.posts(slack.channel('ops'), '@casebook', { files: [file] })
    await slack.settle()
    expect(alice.sees(message)).toContain('mount namespace is full')
  })

  test('is read again when its message is edited, and is not forgotten', async () => {
    const { slack } = office
    const alice = slack.person('alice')
    const ops = slack.channel('ops')
    const message = await alice.posts(ops, '@casebook see the file', { files: [{ name: 'a.log', content: log }] })
    await slack.settle()
    await alice.edits(message, '@casebook please see the file')
    await slack.settle()
    expect(alice.sees(message)).toContain('mount namespace is full')
  })

  test('that is binary: the person who asked is told what to do instead', async () => {
    const { slack } = office
    const alice = slack.person('alice')
    const content = new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1])
    const file = { name: 'core.1', content, mimetype: 'application/octet-stream' }
    const message = await alice.posts(slack.channel('ops'), '@casebook', { files: [file] })
    await slack.settle()
    expect(alice.sees(message)).toMatch(/core\.1.*is not a text file; paste the lines around the error/)
    expect(office.logLines.join('')).toContain('a file could not be read')
  })

  test('that Slack shows a login page for: the person who asked is told which scope is missing', async () => {
    const { slack } = office
    const alice = slack.person('alice')
    slack.faults.takeAwayScope('files:read')
    const message = await alice.posts(slack.channel('ops'), '@casebook', { files: [{ name: 'a.log', content: log }] })
    await slack.settle()
    expect(alice.sees(message)).toMatch(/lacks the scope files:read/)
    expect(office.logLines.join('')).toContain('file-login-page')
  })

  test('that Slack redirects elsewhere is not followed, and the person who asked is told', async () => {
    const { slack } = office
    const alice = slack.person('alice')
    slack.faults.redirectFiles()
    const message = await alice.posts(slack.channel('ops'), '@casebook', { files: [{ name: 'a.log', content: log }] })
    await slack.settle()
    expect(alice.sees(message)).toContain('redirects the download of')
  })

  test('that cannot be read beside a paste that can: the paste is answered, and who asked is told', async () => {
    const { slack } = office
    const alice = slack.person('alice')
    const bob = slack.person('bob')
    slack.faults.takeAwayScope('files:read')
    const file = { name: 'a.log', content: log }
    const message = await alice.posts(slack.channel('ops'), `@casebook ${LINK_LIMIT}`, { files: [file] })
    await slack.settle()
    expect(alice.sees(message)).toMatch(/ext4-link-limit/)
    expect(alice.sees(message)).toMatch(/only visible to you[\s\S]*files:read/)
    expect(bob.sees(message)).not.toContain('files:read')
  })
})

describe('a thread that the app may not read', () => {
  test('the person who asks is told which scope is missing', async () => {
    const { slack } = office
    const alice = slack.person('alice')
    const ops = slack.channel('ops')
    const root = await alice.posts(ops, FULL_MOUNT_TABLE)
    await slack.settle()
    slack.faults.takeAwayScope('channels:history')
    await alice.posts(ops, '@casebook', { thread: root })
    await slack.settle()
    expect(alice.sees(root)).toMatch(/lacks the scope \S*history/)
  })
})

describe('the shortcut "Match this message"', () => {
  test('answers who asked, about a message of somebody else', async () => {
    const { slack } = office
    const [alice, bob] = [slack.person('alice'), slack.person('bob')]
    const ops = slack.channel('ops')
    const message = await alice.posts(ops, NO_SPACE)
    await bob.uses('Match this message', message)
    await slack.settle()
    expect(bob.sees(ops)).toMatch(/only visible to you[\s\S]*\[Share with thread\]/)
    expect(alice.sees(ops)).not.toContain('[Share with thread]')
  })

  test('reads the attachments of an alert', async () => {
    const { slack } = office
    const alice = slack.person('alice')
    const ops = slack.channel('ops')
    const alert = await slack.bot('prometheus').posts(ops, { attachments: [{ title: 'Disk', text: LINK_LIMIT }] })
    await alice.uses('Match this message', alert)
    await slack.settle()
    expect(alice.sees(ops)).toContain('ext4-link-limit')
  })

  test('reads the files of the message', async () => {
    const { slack } = office
    const alice = slack.person('alice')
    const ops = slack.channel('ops')
    const message = await alice.posts(ops, '', { files: [{ name: 'a.log', content: FULL_MOUNT_TABLE }] })
    await alice.uses('Match this message', message)
    await slack.settle()
    expect(alice.sees(ops)).toContain('mount namespace is full')
  })

  test('says that nothing is known', async () => {
    const { slack } = office
    const alice = slack.person('alice')
    const ops = slack.channel('ops')
    await alice.uses('Match this message', await alice.posts(ops, CHAT))
    await slack.settle()
    expect(alice.sees(ops)).toContain('No documented case')
  })
})
