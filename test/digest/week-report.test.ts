import { describe, expect, test } from 'vitest'
import { nearLimits } from '../../src/digest/near-limits.ts'
import { isDoubtful, isWorthTelling, reportWeek, WEEK_MS } from '../../src/digest/week-report.ts'
import type { Answer, Match } from '../../src/model/answer.ts'
import type { Fact } from '../../src/model/fact.ts'
import type { Investigation } from '../../src/model/investigation.ts'

const DUE = { week: '2026-W47', dueAt: Date.parse('2026-11-16T09:00Z') }
const MINUTE = 60_000

const investigation = (given: Partial<Investigation>): Investigation => ({
  id: 'i',
  place: { team: 'T1', channel: 'C1', thread: '1', message: '1' },
  pastes: [],
  author: 'U1',
  asked: true,
  language: 'en',
  state: 'open',
  dismissed: [],
  audience: 'thread',
  shown: undefined,
  solved: undefined,
  openedAt: DUE.dueAt - WEEK_MS / 2,
  revision: 1,
  ...given,
})

function match(id: string, given: Partial<Match['verdict']> = {}): Match {
  const verdict = { state: 'undecided', because: [], missing: [], ...given } as Match['verdict']
  return { case: { id }, confidence: 'high', score: 1, verdict, evidence: [], captures: {} } as unknown as Match
}

const answer = (...matches: readonly Match[]): Answer => ({
  confidence: matches[0]?.confidence ?? 'none',
  matches,
  facts: [],
  ask: undefined,
})

const report = (rows: readonly (readonly [Investigation, Answer])[]) =>
  reportWeek(DUE, {
    investigations: rows.map(([it]) => it),
    answerOf: (it) => rows.find(([other]) => other === it)?.[1] ?? answer(),
    generalise: (line) => (line.includes('error') ? line.replace(/\d+/g, '<num>') : undefined),
    titleOf: (id) => ({ en: id, zh: id }),
    library: { added: [], changed: [] },
    nearLimits: [],
  })

describe('the week of a channel', () => {
  test('counts what was asked, answered and solved, and how long that took', () => {
    const solved = (minutes: number, caseId = 'a') => {
      const openedAt = DUE.dueAt - WEEK_MS / 2
      return investigation({ openedAt, state: 'solved', solved: { by: 'U2', caseId, at: openedAt + minutes * MINUTE } })
    }
    const week = report([
      [solved(5), answer(match('a'))],
      [solved(60), answer(match('a'))],
      [solved(30), answer(match('a'))],
      [investigation({}), answer()],
      [investigation({ asked: false, audience: 'nobody' }), answer(match('b'))],
    ])
    expect(week).toMatchObject({ asked: 4, answered: 3, solved: 3, medianSolvedAfterMs: 30 * MINUTE })
    expect(week.cases).toEqual([{ id: 'a', title: { en: 'a', zh: 'a' }, shown: 3, solved: 3, dismissed: 0 }])
  })

  test('counts what nodes confirmed and ruled out, and not what was pasted', () => {
    const fact = (from: 'node' | 'paste'): Fact =>
      ({
        kind: 'filesystem',
        fields: {},
        origin: { from, node: 'n', probe: 'p', at: '', command: '', lines: [] },
      }) as Fact
    const ground = (from: 'node' | 'paste') =>
      ({ effect: 'confirms', says: { en: '', zh: '' }, fact: fact(from) }) as const
    const week = report([
      [investigation({}), answer(match('a', { state: 'confirmed', because: [ground('node')] }))],
      [investigation({}), answer(match('a', { state: 'confirmed', because: [ground('paste')] }))],
      [investigation({}), answer(match('b', { state: 'ruled-out', because: [ground('node')] }))],
    ])
    expect([week.confirmedOnNodes, week.ruledOutOnNodes]).toEqual([1, 1])
  })

  test('groups errors that no case answered', () => {
    const asks = (id: string, text: string) => investigation({ id, pastes: [{ message: '1', text }] })
    const week = report([
      [asks('1', 'hello\nerror 17 in the reader'), answer()],
      [asks('2', 'error 4 in the reader'), answer()],
      [asks('3', 'error: other'), answer()],
      [asks('4', 'nothing'), answer()],
    ])
    expect(week.unanswered).toEqual([
      { template: 'error <num> in the reader', count: 2, investigation: '2' },
      { template: 'error: other', count: 1, investigation: '3' },
    ])
  })

  test('of silence is not worth telling', () => {
    expect(isWorthTelling(report([[investigation({ asked: false, audience: 'nobody' }), answer()]]))).toBe(false)
    expect(isWorthTelling(report([[investigation({}), answer()]]))).toBe(true)
  })
})

test.each([
  [{ shown: 4, solved: 0, dismissed: 2 }, true],
  [{ shown: 4, solved: 2, dismissed: 2 }, false],
  [{ shown: 1, solved: 0, dismissed: 1 }, false],
  [{ shown: 9, solved: 1, dismissed: 3 }, false],
])('%o is doubtful: %s', (counts, doubtful) => {
  expect(isDoubtful({ id: 'a', title: { en: '', zh: '' }, ...counts })).toBe(doubtful)
})

test('nodes come near a limit at 80 %, each counted once', () => {
  const fact = (node: string, fields: Fact['fields'], kind = 'filesystem'): Fact => ({
    kind,
    fields,
    origin: { from: 'node', node, probe: 'filesystems', at: '2026-11-16T09:00:00Z' },
  })
  const facts = [
    fact('n1', { mountpoint: '/', inodesUsedPercent: 93, usedPercent: 12 }),
    fact('n1', { mountpoint: '/data', inodesUsedPercent: 81 }),
    fact('n2', { mountpoint: '/', inodesUsedPercent: 80 }),
    fact('n3', { mountpoint: '/', inodesUsedPercent: 79.9 }),
    fact('n3', { mountpoint: '/snap/core', usedPercent: 100, image: true }),
    fact('n3', { usedPercent: 97 }, 'mount-table'),
  ]
  expect(nearLimits(facts)).toEqual([
    {
      kind: 'filesystem',
      field: 'inodesUsedPercent',
      nodes: [
        { node: 'n1', percent: 93 },
        { node: 'n2', percent: 80 },
      ],
    },
    { kind: 'mount-table', field: 'usedPercent', nodes: [{ node: 'n3', percent: 97 }] },
  ])
})
