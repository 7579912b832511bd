import { describe, expect, test } from 'vitest'
import { measuredFeedback, type Speaker } from '../../src/investigation/feedback.ts'
import type { Step } from '../../src/investigation/investigate.ts'
import type { Match } from '../../src/model/answer.ts'
import type { Fields, Origin } from '../../src/model/fact.ts'
import type { Investigation } from '../../src/model/investigation.ts'
import type { NodeQuestion } from '../../src/model/question.ts'
import type { Ground, Verdict } from '../../src/model/verdict.ts'
import { sampleMatch } from '../messages/slack/sample-view.ts'
import { investigation } from '../store/samples.ts'

const NODE: Origin = { from: 'node', node: 'node-7', probe: 'p', at: '2026-11-20T08:12:44Z' }
const PASTE: Origin = { from: 'paste', command: 'df', lines: [1] }
const speaker: Speaker = { person: 'U1', at: 9, fingerprintOf: (id) => (id === 'gone' ? undefined : `text of ${id}`) }

const question: NodeQuestion = {
  id: 'q',
  investigation: 'i',
  askedBy: 'U1',
  askedAt: 1,
  probes: [],
  state: 'answered',
  of: 'node',
  node: 'node-7',
}

function ground(effect: Ground['effect'], origin = NODE, fields: Fields = { count: 1 }): Ground {
  return { effect, says: { en: '', zh: '' }, fact: { kind: 'table', fields, origin } }
}

const match = (id: string, state: Verdict['state'], because: Verdict['because'], matchedSignatures = 1): Match =>
  sampleMatch(id, { state, because }, { matchedSignatures })

function heard(matches: readonly Match[], before: Partial<Investigation> = {}, asked = question): string[] {
  return feedback(matches, before, asked).map(({ caseId, opinion }) => `${caseId} ${opinion}`)
}

function feedback(matches: readonly Match[], before: Partial<Investigation> = {}, asked = question) {
  const now = investigation('i', before)
  const step: Step = {
    investigation: now,
    answer: { confidence: 'high', matches, facts: [], ask: undefined },
    changed: true,
  }
  return measuredFeedback(asked, now, step, speaker)
}

const confirmed = match('mounts', 'confirmed', [ground('confirms')])
const ruledOut = match('quota', 'ruled-out', [ground('rules-out')])

describe('what a node that was measured says', () => {
  test('is what its facts decided', () => {
    expect(heard([confirmed, ruledOut])).toEqual(['mounts confirmed', 'quota ruled-out'])
    expect(feedback([confirmed])).toMatchObject([{ node: 'node-7', person: 'U1', fingerprint: 'text of mounts' }])
  })

  test.each<[string, Match]>([
    ['was pasted', match('mounts', 'confirmed', [ground('confirms', PASTE), ground('suggests')])],
    ['another node measured', match('mounts', 'confirmed', [ground('confirms', { ...NODE, node: 'node-8' })])],
    ['leaves it open', match('mounts', 'undecided', [ground('confirms'), ground('rules-out')])],
    ['decided about a case that is gone', match('gone', 'confirmed', [ground('confirms')])],
  ])('is not what %s', (_name, found) => {
    expect(heard([found])).toEqual([])
  })

  test('rules out nothing once something solved it: it shows the state after the fix', () => {
    const solved = { solved: { by: 'U2', caseId: 'mounts', at: 5 } }
    expect(heard([confirmed, ruledOut], solved)).toEqual(['mounts confirmed'])
  })

  test('rules out no case of which only a few words were pasted, unless it was the one that was shown', () => {
    const inWords = match('quota', 'ruled-out', [ground('rules-out')], 0)
    expect(heard([inWords])).toEqual([])
    const shown = { shown: { caseId: 'quota', confidence: 'low', digest: '' } } as const
    expect(heard([inWords], shown)).toEqual(['quota ruled-out'])
  })

  test('is nothing while it is asked, and when Casebook ended before', () => {
    for (const state of ['asking', 'interrupted'] as const)
      expect(heard([confirmed], {}, { ...question, state })).toEqual([])
  })
})

test('of the facts so much is kept, however much there was', () => {
  const fields = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`field${i}`, 'x'.repeat(100_000)]))
  const because = Array.from({ length: 50 }, () => ground('confirms', NODE, fields))
  const [kept] = feedback([match('mounts', 'confirmed', because)])
  expect(kept?.facts).toHaveLength(8)
  expect(JSON.stringify(kept?.facts).length).toBeLessThan(25_000)
  expect(kept?.facts[0]).toEqual({ kind: 'table', fields: expect.objectContaining({ field0: 'x'.repeat(200) }) })
})
