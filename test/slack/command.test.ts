import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Person } from '../slack-double/person.ts'
import type { Channel } from '../slack-double/workspace.ts'
import { Office } from './office.ts'
import { FULL_MOUNT_TABLE, LINK_LIMIT } from './pastes.ts'

let office: Office
let alice: Person
let ops: Channel
beforeEach(async () => {
  office = await Office.open()
  alice = office.slack.person('alice')
  ops = office.slack.channel('ops')
})
afterEach(async () => {
  expect(office.slack.checkInvariants()).toEqual([])
  await office.close()
})

async function answerTo(line: string, who: Person = alice): Promise<string> {
  const before = who.sees(ops)
  await who.types(ops, line)
  await office.slack.settle()
  return who.sees(ops).slice(before.length)
}

describe('/casebook with a paste', () => {
  test('is answered for the person alone', async () => {
    const bob = office.slack.person('bob')
    expect(await answerTo(`/casebook ${FULL_MOUNT_TABLE}`)).toMatch(/only visible to you[\s\S]*mount namespace is full/)
    expect(bob.sees(ops)).toBe('')
  })

  test('that has several lines and is long', async () => {
    const lines = Array.from({ length: 400 }, (_, i) => `Nov 21 10:00:${i % 60} node-7 kubelet[812]: sync loop ${i} ok`)
    const paste = [...lines, LINK_LIMIT, ...lines].join('\n')
    expect(await answerTo(`/casebook ${paste}`)).toContain('ext4-link-limit')
  })

  test('that begins like a subcommand is not taken for one', async () => {
    expect(await answerTo(`/casebook shown below:\n${LINK_LIMIT}`)).toContain('ext4-link-limit')
  })

  test('can be shared with the channel', async () => {
    await answerTo(`/casebook ${FULL_MOUNT_TABLE}`)
    await alice.clicks(ops, 'Share with thread')
    await office.slack.settle()
    expect(office.slack.person('bob').sees(ops)).toContain('mount namespace is full')
    expect(alice.sees(ops)).not.toContain('only visible to you')
  })

  test('is answered in time when Slack is slow to say who asks', async () => {
    office.slack.faults.slow('users.info', 4000)
    expect(await answerTo(`/casebook ${LINK_LIMIT}`)).toContain('ext4-link-limit')
  })
})

test('/casebook with a question in words finds the case', async () => {
  expect(await answerTo('/casebook where is the docker buildx cache stored')).toContain('buildkit-cache-growth')
})

test('/casebook search finds cases by words', async () => {
  expect(await answerTo('/casebook search inode')).toContain('inode-exhausted')
  expect(await answerTo('/casebook search zzzzzz')).toContain('No documented case has these words')
})

test('/casebook show shows a case whole', async () => {
  expect(await answerTo('/casebook show tmp-full')).toMatch(/\/tmp[\s\S]*https:\/\//)
})

test('/casebook show with an unknown id names the nearest', async () => {
  expect(await answerTo('/casebook show tmp-ful')).toContain('Did you mean tmp-full?')
})

test('/casebook list lists all cases', async () => {
  const seen = await answerTo('/casebook list')
  for (const id of ['tmp-full', 'ftrace-busy', 'ipvs-no-destination']) expect(seen).toContain(id)
})

test.each(['/casebook', '/casebook help'])('%s says how to use it', async (line) => {
  expect(await answerTo(line)).toMatch(/\/casebook PASTE[\s\S]*\/casebook channel/)
})

describe('/casebook channel', () => {
  test('says how the channel is set', async () => {
    expect(await answerTo('/casebook channel')).toContain('answers here when it is mentioned')
  })

  test('sets it: the next message is read', async () => {
    expect(await answerTo('/casebook channel watch')).toContain('reads every message here')
    const message = await alice.posts(ops, FULL_MOUNT_TABLE)
    await office.slack.settle()
    expect(alice.sees(message)).toContain('mount namespace is full')
  })

  test('off: also a mention is not answered, and a thread is not followed any more', async () => {
    const { slack } = office
    const message = await alice.posts(ops, `@casebook ${LINK_LIMIT}`)
    await slack.settle()
    await answerTo('/casebook channel off')
    const seen = alice.sees(message)
    await alice.posts(ops, FULL_MOUNT_TABLE, { thread: message })
    const other = await alice.posts(ops, `@casebook ${FULL_MOUNT_TABLE}`)
    await slack.settle()
    expect(slack.thread(other)).toHaveLength(1)
    expect(alice.sees(message)).toBe(`${seen}\n  ↳ alice: ${FULL_MOUNT_TABLE}`)
  })

  test('is refused to a guest', async () => {
    const guest = office.slack.person('gus', { guest: true })
    expect(await answerTo('/casebook channel watch', guest)).toContain('You may not change this channel')
    expect(await answerTo('/casebook channel')).toContain('answers here when it is mentioned')
  })

  test('is refused to anybody while Slack does not say who they are', async () => {
    office.slack.faults.answer('users.info', 'internal_error', 2)
    expect(await answerTo('/casebook channel watch')).toContain('You may not change this channel')
  })
})

test('with admins configured, only they set a channel', async () => {
  await office.close()
  office = await Office.open({ config: 'admins: [U012AB3CD]' })
  alice = office.slack.person('alice')
  ops = office.slack.channel('ops')
  expect(await answerTo('/casebook channel watch')).toContain('You may not change this channel')
})
