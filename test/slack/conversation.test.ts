import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Message } from '../slack-double/message.ts'
import type { Person } from '../slack-double/person.ts'
import type { Channel } from '../slack-double/workspace.ts'
import { Office } from './office.ts'
import { CHAT, FEW_MOUNTS, FULL_MOUNT_TABLE, LINK_LIMIT, MOUNTS_NEAR_LIMIT, NO_SPACE } from './pastes.ts'

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
  expect(office.slack.checkInvariants({ mayPing: [alice, bob] })).toEqual([])
  await office.close()
})

async function asked(paste: string): Promise<Message> {
  const message = await alice.posts(ops, `@casebook ${paste}`)
  await office.slack.settle()
  office.passes(2000)
  return message
}

async function replies(message: Message, text: string): Promise<Message> {
  const reply = await bob.posts(ops, text, { thread: message })
  await office.slack.settle()
  office.passes(2000)
  return reply
}

async function clicks(who: Person, place: Message | Channel, label: string): Promise<void> {
  await who.clicks(place, label)
  await office.slack.settle()
  office.passes(2000)
}

/** What the app says in a thread: one message. */
function answerIn(message: Message): string {
  const [answer, ...more] = office.slack.thread(message).filter(({ user }) => user === office.slack.app.id)
  expect(more).toEqual([])
  return alice.sees(message).split('↳ casebook: ')[1]?.split('\n  ↳ ')[0] ?? answer?.text ?? ''
}

/** Which case stands in the first line. */
function shownCase(message: Message): string | undefined {
  return / · .* confidence · ([\w-]+)/.exec(answerIn(message))?.[1]
}

describe('output that is pasted into the thread', () => {
  test('confirms the case: the one message is updated', async () => {
    const message = await asked(NO_SPACE)
    expect(answerIn(message)).toMatch(/Not decided yet/)
    await replies(message, MOUNTS_NEAR_LIMIT)
    expect(answerIn(message)).toMatch(/Confirmed · high confidence · mount-max-exhausted[\s\S]*98760 of 100000/)
  })

  test('rules the case out: another candidate is first, and why is said', async () => {
    const message = await asked(NO_SPACE)
    expect(shownCase(message)).toBe('mount-max-exhausted')
    await replies(message, FEW_MOUNTS)
    expect(shownCase(message)).not.toBe('mount-max-exhausted')
    expect(answerIn(message)).toMatch(/✗ not mount-max-exhausted: .*412/)
  })

  test('of somebody else counts, and needs no mention where only mentions are answered', async () => {
    await alice.types(ops, '/casebook channel mention')
    const message = await asked(NO_SPACE)
    await replies(message, MOUNTS_NEAR_LIMIT)
    expect(answerIn(message)).toContain('Confirmed')
  })

  test('confirms what only the author saw: now everybody sees it', async () => {
    const message = await alice.posts(ops, NO_SPACE)
    await office.slack.settle()
    expect(office.slack.thread(message)).toHaveLength(1)
    office.passes(2000)
    await replies(message, MOUNTS_NEAR_LIMIT)
    expect(answerIn(message)).toContain('Confirmed')
    await clicks(alice, ops, 'Share with thread')
    expect(alice.sees(ops)).not.toContain('only visible to you')
    expect(answerIn(message)).toContain('Confirmed')
  })
})

describe('in the thread', () => {
  test('chat changes nothing', async () => {
    const message = await asked(NO_SPACE)
    const before = office.slack.outgoing.length
    await replies(message, CHAT)
    expect(office.slack.outgoing).toHaveLength(before)
  })

  test('a bare mention shows the answer again, in place', async () => {
    const message = await asked(NO_SPACE)
    const before = answerIn(message)
    await replies(message, '@casebook')
    expect(answerIn(message)).toBe(before)
  })

  test('a question is answered for all, when only the author had an answer', async () => {
    const message = await alice.posts(ops, NO_SPACE)
    await office.slack.settle()
    await replies(message, '@casebook')
    expect(shownCase(message)).toBe('mount-max-exhausted')
  })
})

describe('an edit', () => {
  test('of the paste updates the answer in place', async () => {
    const message = await asked(NO_SPACE)
    await alice.edits(message, `@casebook ${LINK_LIMIT}`)
    await office.slack.settle()
    expect(shownCase(message)).toBe('ext4-link-limit')
  })

  test('of output in the thread is taken back', async () => {
    const message = await asked(NO_SPACE)
    const output = await replies(message, MOUNTS_NEAR_LIMIT)
    await bob.edits(output, 'sorry, wrong node')
    await office.slack.settle()
    expect(answerIn(message)).toContain('Not decided yet')
  })

  test('that changes nothing in what is said, updates nothing', async () => {
    const message = await asked(FULL_MOUNT_TABLE)
    const before = office.slack.outgoing.length
    await alice.edits(message, `@casebook ${FULL_MOUNT_TABLE}\n:eyes:`)
    await office.slack.settle()
    expect(office.slack.outgoing).toHaveLength(before)
  })
})

describe('This solved it', () => {
  test('says who and after how long, and can be undone', async () => {
    const message = await asked(FULL_MOUNT_TABLE)
    office.passes(12 * 60_000)
    await clicks(bob, message, 'This solved it')
    expect(answerIn(message)).toMatch(/Solved by @bob after 12 min/)
    await clicks(alice, message, 'Undo')
    expect(answerIn(message)).not.toContain('Solved by')
    expect(answerIn(message)).toContain('[This solved it]')
  })

  test('of two people at once, the first one did', async () => {
    const message = await asked(FULL_MOUNT_TABLE)
    await Promise.all([bob.clicks(message, 'This solved it'), alice.clicks(message, 'This solved it')])
    await office.slack.settle()
    expect(answerIn(message).match(/Solved by @(?:alice|bob)/g)).toHaveLength(1)
  })

  test.each([
    ['first', ['This solved it', 'Not this']],
    ['last', ['Not this', 'This solved it']],
  ])('and Not this at once, %s: what solved it stands', async (_name, labels) => {
    const message = await asked(NO_SPACE)
    await Promise.all(labels.map((label) => alice.clicks(message, label)))
    await office.slack.settle()
    expect(answerIn(message)).toMatch(/mount namespace is full[\s\S]*Solved by @alice/)
  })

  test('pressed twice is pressed once', async () => {
    const message = await asked(FULL_MOUNT_TABLE)
    await Promise.all([bob.clicks(message, 'This solved it'), bob.clicks(message, 'This solved it')])
    await office.slack.settle()
    expect(answerIn(message)).toMatch(/Solved by @bob/)
  })
})

describe('Not this', () => {
  test('shows the next candidate in place, until none is left', async () => {
    const message = await asked(NO_SPACE)
    const seen = [shownCase(message)]
    while (answerIn(message).includes('[Not this]')) {
      await clicks(bob, message, 'Not this')
      seen.push(shownCase(message))
      expect(seen.length).toBeLessThan(20)
    }
    expect(seen.length).toBeGreaterThan(2)
    expect(new Set(seen).size).toBe(seen.length)
    expect(answerIn(message)).toContain('No other documented case matches this')
  })

  test('pressed twice takes one candidate away', async () => {
    const message = await asked(NO_SPACE)
    const [first] = [shownCase(message)]
    const before = alice.sees(message)
    const second = /• ([\w-]+):/.exec(before)?.[1]
    await Promise.all([bob.clicks(message, 'Not this'), bob.clicks(message, 'Not this')])
    await office.slack.settle()
    expect(shownCase(message)).not.toBe(first)
    expect(shownCase(message)).toBe(second)
  })
})

test('More opens the whole case', async () => {
  const message = await asked(NO_SPACE)
  await clicks(bob, message, 'More')
  expect(bob.seesModal()).toMatch(/^Whole case[\s\S]*mount-max-exhausted[\s\S]*https:\/\//)
  expect(alice.seesModal()).toBe('')
})

describe('Share with thread', () => {
  test('posts once for all, and the own copy of the author goes', async () => {
    const message = await alice.posts(ops, NO_SPACE)
    await office.slack.settle()
    office.passes(2000)
    await clicks(alice, ops, 'Share with thread')
    expect(shownCase(message)).toBe('mount-max-exhausted')
    expect(bob.sees(message)).toContain('mount-max-exhausted')
    expect(alice.sees(ops)).not.toContain('only visible to you')
  })

  test('pressed twice posts once', async () => {
    const message = await alice.posts(ops, NO_SPACE)
    await office.slack.settle()
    await Promise.all([alice.clicks(ops, 'Share with thread'), alice.clicks(ops, 'Share with thread')])
    await office.slack.settle()
    expect(shownCase(message)).toBe('mount-max-exhausted')
  })

  test('what the author does with their copy stays between them, until they share it', async () => {
    const message = await alice.posts(ops, NO_SPACE)
    await office.slack.settle()
    await clicks(alice, ops, 'Not this')
    expect(bob.sees(ops)).not.toContain('casebook')
    expect(alice.sees(ops)).not.toMatch(/confidence · mount-max-exhausted/)
    await clicks(alice, ops, 'Share with thread')
    expect(shownCase(message)).not.toBe('mount-max-exhausted')
  })
})
