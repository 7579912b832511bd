import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { VirtualClock } from '../slack-double/clock.ts'
import type { Person } from '../slack-double/person.ts'
import type { Channel } from '../slack-double/workspace.ts'
import { Office } from './office.ts'
import { FULL_MOUNT_TABLE, NO_SPACE } from './pastes.ts'

let office: Office
let alice: Person
let bob: Person
beforeEach(async () => {
  office = await Office.open({ clock: new VirtualClock({ running: true }) })
  alice = office.slack.person('alice')
  bob = office.slack.person('bob')
})
afterEach(async () => {
  expect(office.slack.checkInvariants({ mayPing: [alice] })).toEqual([])
  await office.close()
})

async function asksAlone(channel: Channel): Promise<void> {
  await alice.types(channel, `/casebook ${FULL_MOUNT_TABLE}`)
  await office.slack.settle()
  expect(alice.sees(channel)).toContain('[Share with thread]')
}

async function shares(channel: Channel): Promise<void> {
  await alice.clicks(channel, 'Share with thread')
  await office.slack.settle()
}

describe.each([
  ['public', 'channel'],
  ['private', 'group'],
] as const)('sharing in a %s channel that the app is not in', (_name, kind) => {
  let ops: Channel
  beforeEach(() => {
    ops = office.slack.channel('ops', { kind, members: [alice, bob], app: false })
  })

  test('posts nothing, leaves the own copy, and says what to do', async () => {
    await asksAlone(ops)
    await shares(ops)
    expect(bob.sees(ops)).toBe('')
    expect(alice.sees(ops)).toMatch(/mount namespace is full[\s\S]*\[Share with thread\][\s\S]*\/invite @Casebook/)
  })

  test('works after the app was added', async () => {
    await asksAlone(ops)
    await shares(ops)
    await alice.invitesApp(ops)
    await office.slack.settle()
    await shares(ops)
    expect(bob.sees(ops).match(/mount namespace is full/g)).toHaveLength(1)
    expect(alice.sees(ops)).not.toContain('[Share with thread]')
  })
})

test('where Slack takes no messages, the own copy stays, and that is said in the language of who shares', async () => {
  alice = office.slack.person('ailin', { locale: 'zh-CN' })
  const ops = office.slack.channel('ops')
  await alice.types(ops, `/casebook ${FULL_MOUNT_TABLE}`)
  await office.slack.settle()
  ops.archived = true
  await alice.clicks(ops, '分享到话题')
  await office.slack.settle()
  expect(alice.sees(ops)).toMatch(/\[分享到话题\][\s\S]*Slack 不允许 Casebook 在此发布/)
})

test('the own copy stays until the shared one is there', async () => {
  const ops = office.slack.channel('ops')
  await asksAlone(ops)
  office.slack.faults.rateLimit('chat.postMessage', 30)
  await shares(ops)
  expect(bob.sees(ops)).toBe('')
  expect(alice.sees(ops)).toContain('[Share with thread]')
  office.passes(31_000)
  await office.slack.settle()
  expect(bob.sees(ops)).toContain('mount namespace is full')
  expect(alice.sees(ops)).not.toContain('[Share with thread]')
})

describe('what Slack refuses after a restart', () => {
  let ops: Channel
  beforeEach(async () => {
    ops = office.slack.channel('ops')
    await asksAlone(ops)
    office.slack.faults.rateLimit('chat.postMessage', 30)
    await shares(ops)
    await office.restartApp()
    ops.archived = true
    office.passes(31_000)
    await office.slack.settle()
  })

  test('can be shared again, and why it is refused is said then', async () => {
    await shares(ops)
    expect(alice.sees(ops)).toContain('Slack does not let Casebook post here')
    ops.archived = false
    await shares(ops)
    expect(bob.sees(ops).match(/mount namespace is full/g)).toHaveLength(1)
    expect(alice.sees(ops)).not.toContain('[Share with thread]')
  })

  test('is posted once, however often it is pressed', async () => {
    ops.archived = false
    const presses = Array.from({ length: 4 }, () => alice.clicks(ops, 'Share with thread'))
    await Promise.all(presses)
    await office.slack.settle()
    expect(bob.sees(ops).match(/mount namespace is full/g)).toHaveLength(1)
  })
})

describe('what one person asked alone', () => {
  test('stays theirs, whatever they press', async () => {
    const ops = office.slack.channel('ops')
    await alice.types(ops, `/casebook ${NO_SPACE}`)
    await office.slack.settle()
    for (const label of ['Not this', 'This solved it', 'Undo', 'Not this']) {
      await alice.clicks(ops, label)
      await office.slack.settle()
    }
    expect(bob.sees(ops)).toBe('')
    expect(alice.sees(ops)).toContain('[Share with thread]')
  })

  test('stays theirs, when somebody pastes into the thread what decides nothing', async () => {
    const ops = office.slack.channel('ops')
    const message = await bob.posts(ops, NO_SPACE)
    await alice.uses('Match this message', message)
    await office.slack.settle()
    await bob.posts(ops, 'fs.mount-max = 100000', { thread: message })
    await office.slack.settle()
    expect(bob.sees(message)).not.toContain('casebook: ')
  })
})
