import { describe, expect, test } from 'vitest'
import { tally } from '../../src/investigation/tally.ts'
import type { Opinion, Vote } from '../../src/model/feedback.ts'
import { isOftenWrong } from '../../src/model/often-wrong.ts'

const MONDAY = Date.UTC(2026, 10, 16)
const DAY = 86_400_000
let investigations = 0

function vote(opinion: Opinion, person: string, day: number, rest: Partial<Vote> = {}): Vote {
  const investigation = `i${++investigations}`
  return { caseId: 'a', fingerprint: 'now', opinion, investigation, node: '', person, at: MONDAY + day * DAY, ...rest }
}

const votesOf = (...votes: Vote[]) => tally(votes, 'now').votes

describe('the votes of a person', () => {
  test('are one in an ISO week, the last one', () => {
    expect(votesOf(vote('solved', 'U1', 0), vote('solved', 'U1', 6.99))).toEqual({ right: 1, wrong: 0 })
    expect(votesOf(vote('not-this', 'U1', 3), vote('solved', 'U1', 1))).toEqual({ right: 0, wrong: 1 })
    expect(votesOf(vote('solved', 'U1', -0.01), vote('solved', 'U1', 0))).toEqual({ right: 2, wrong: 0 })
  })

  test('are three at most, the newest, however many weeks they come back', () => {
    const years = Array.from({ length: 150 }, (_, week) => vote('solved', 'U1', week * 7))
    expect(votesOf(...years)).toEqual({ right: 3, wrong: 0 })
    expect(
      votesOf(...years.slice(0, 10), ...years.slice(10, 13).map((it) => ({ ...it, opinion: 'not-this' }) as const)),
    ).toEqual({ right: 0, wrong: 3 })
  })

  test('are theirs too where they had nodes asked, however many', () => {
    const nodes = ['n1', 'n2', 'n3'].map((node) => vote('confirmed', 'U1', 0, { node, investigation: 'i' }))
    expect(tally(nodes, 'now')).toMatchObject({ confirmed: 3, votes: { right: 1, wrong: 0 } })
    expect(votesOf(...nodes, vote('ruled-out', 'U2', 0, { node: 'n1' }))).toEqual({ right: 1, wrong: 1 })
  })
})

test('what is shown counts investigations and nodes', () => {
  const votes = [
    vote('solved', 'U1', 0),
    vote('solved', 'U1', 0),
    vote('not-this', 'U2', 0),
    vote('confirmed', 'U1', 0, { node: 'n1' }),
    vote('confirmed', 'U1', 8, { node: 'n1' }),
    vote('ruled-out', 'U1', 0, { node: 'n2' }),
  ]
  expect(tally(votes, 'now')).toMatchObject({ solved: 2, notThis: 1, confirmed: 1, ruledOut: 1, earlier: 0 })
})

test('what was said of an earlier text is only counted', () => {
  const votes = [vote('not-this', 'U1', 0, { fingerprint: 'before' }), vote('solved', 'U2', 0)]
  expect(tally(votes, 'now')).toEqual({
    solved: 1,
    notThis: 0,
    confirmed: 0,
    ruledOut: 0,
    earlier: 1,
    votes: { right: 1, wrong: 0 },
  })
})

test.each([
  [{ right: 0, wrong: 1 }, false],
  [{ right: 0, wrong: 2 }, true],
  [{ right: 2, wrong: 2 }, false],
  [{ right: 2, wrong: 3 }, true],
  [{ right: 1, wrong: 3, shown: 7 }, false],
])('%o is often wrong: %s', (judged, expected) => {
  expect(isOftenWrong(judged)).toBe(expected)
})
