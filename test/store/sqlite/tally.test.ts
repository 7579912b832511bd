import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { tally } from '../../../src/investigation/tally.ts'
import type { Opinion, Vote } from '../../../src/model/feedback.ts'
import type { Store } from '../../../src/model/store.ts'
import { openSqliteStore } from '../../../src/store/sqlite/open.ts'
import { plainTally } from '../plain-tally.ts'
import { newFolder } from './new-folder.ts'

const MONDAY = Date.UTC(2026, 10, 16)
const DAY = 86_400_000
let investigations = 0
let store: Store
beforeEach(() => {
  store = openSqliteStore(join(newFolder(), 'casebook.db'))
})
afterEach(() => store.close())

function vote(opinion: Opinion, person: string, day: number, rest: Partial<Vote> = {}): Vote {
  const investigation = `i${++investigations}`
  return { caseId: 'a', fingerprint: 'now', opinion, investigation, node: '', person, at: MONDAY + day * DAY, ...rest }
}

/** They are said of a case that nothing was said of yet. */
async function counted(votes: readonly Vote[]) {
  const caseId = `case-${++investigations}`
  const said = votes.map((it) => ({ ...it, caseId, channel: 'C1', facts: [] }))
  await store.commit({ feedback: { said, withdrawn: [] } })
  return tally(await store.feedback.standings(caseId), 'now')
}

const votesOf = async (...votes: Vote[]) => (await counted(votes)).votes

describe('the votes of a person', () => {
  test('are one in an ISO week, the last one', async () => {
    expect(await votesOf(vote('solved', 'U1', 0), vote('solved', 'U1', 6.99))).toEqual({ right: 1, wrong: 0 })
    expect(await votesOf(vote('not-this', 'U1', 3), vote('solved', 'U1', 1))).toEqual({ right: 0, wrong: 1 })
    expect(await votesOf(vote('solved', 'U1', -0.01), vote('solved', 'U1', 0))).toEqual({ right: 2, wrong: 0 })
  })

  test('are three at most, the newest, however many weeks they come back', async () => {
    const years = Array.from({ length: 150 }, (_, week) => vote('solved', 'U1', week * 7))
    expect(await votesOf(...years)).toEqual({ right: 3, wrong: 0 })
    expect(
      await votesOf(
        ...years.slice(0, 10),
        ...years.slice(10, 13).map((it) => ({ ...it, opinion: 'not-this' }) as const),
      ),
    ).toEqual({ right: 0, wrong: 3 })
  })

  test('are theirs too where they had nodes asked, however many', async () => {
    const nodes = ['n1', 'n2', 'n3'].map((node) => vote('confirmed', 'U1', 0, { node, investigation: 'i' }))
    expect(await counted(nodes)).toMatchObject({ confirmed: 3, votes: { right: 1, wrong: 0 } })
    expect(await votesOf(...nodes, vote('ruled-out', 'U2', 0, { node: 'n1' }))).toEqual({ right: 1, wrong: 1 })
  })
})

test('what is shown counts investigations and nodes', async () => {
  const votes = [
    vote('solved', 'U1', 0),
    vote('solved', 'U1', 0),
    vote('not-this', 'U2', 0),
    vote('confirmed', 'U1', 0, { node: 'n1' }),
    vote('confirmed', 'U1', 8, { node: 'n1' }),
    vote('ruled-out', 'U1', 0, { node: 'n2' }),
  ]
  expect(await counted(votes)).toMatchObject({ solved: 2, notThis: 1, confirmed: 1, ruledOut: 1, earlier: 0 })
})

test('what was said of an earlier text is only counted', async () => {
  const votes = [vote('not-this', 'U1', 0, { fingerprint: 'before' }), vote('solved', 'U2', 0)]
  expect(await counted(votes)).toEqual({
    solved: 1,
    notThis: 0,
    confirmed: 0,
    ruledOut: 0,
    earlier: 1,
    votes: { right: 1, wrong: 0 },
  })
})

test('whatever is said comes to what counting one by one comes to, of one case and of all', async () => {
  const oneOf = <Value>(...values: Value[]) => fc.constantFrom(...values)
  const anyVote = fc.record({
    caseId: oneOf('a', 'b'),
    fingerprint: oneOf('now', 'now', 'before', 'long ago'),
    opinion: oneOf<Opinion>('solved', 'not-this', 'confirmed', 'ruled-out'),
    investigation: oneOf('i1', 'i2', 'i3', 'i4', 'i5', 'i6'),
    node: oneOf('', 'n1', 'n2'),
    person: oneOf('U1', 'U2'),
    at: fc.integer({ min: 0, max: 40 }).map((days) => days * DAY),
  })
  const taken = fc.record({
    caseId: oneOf('a', 'b'),
    investigation: oneOf('i1', 'i2'),
    opinion: oneOf<'solved' | 'not-this'>('solved', 'not-this'),
    by: fc.constant('U3'),
    at: fc.constant(1),
  })
  const change = fc.record({
    votes: fc.array(anyVote, { maxLength: 60 }),
    withdrawn: fc.array(taken, { maxLength: 2 }),
  })
  await fc.assert(
    fc.asyncProperty(change, async ({ votes, withdrawn }) => {
      const fresh = openSqliteStore(join(newFolder(), 'casebook.db'))
      const said = votes.map((it) => ({ ...it, channel: 'C1', facts: [] }))
      await fresh.commit({ feedback: { said, withdrawn: [] } })
      await fresh.commit({ feedback: { said: [], withdrawn } })
      const all = await fresh.feedback.standings()
      for (const caseId of ['a', 'b']) {
        const ofCase = await fresh.feedback.standings(caseId)
        expect(all.filter((it) => it.caseId === caseId)).toEqual(ofCase)
        const left = await fresh.feedback.votes(caseId)
        for (const text of ['now', 'gone']) expect(tally(ofCase, text)).toEqual(plainTally(left, text))
      }
      await fresh.close()
    }),
    { numRuns: 40 },
  )
})
