import { describe, expect, test } from 'vitest'
import type { LabelledPaste } from '../../src/evaluation/labelled-pastes.ts'
import { scorePastes } from '../../src/evaluation/score.ts'
import type { Answer, Confidence, Match } from '../../src/model/answer.ts'
import type { Case } from '../../src/model/case.ts'

const both = { en: 'text', zh: 'text' }
const subject = (id: string, aliases: string[] = []): Case => ({
  id,
  area: 'storage',
  aliases,
  title: both,
  appliesTo: [],
  signatures: [],
  descriptions: [],
  evidence: [],
  cause: both,
  fix: [],
  prevention: both,
  redHerrings: [],
  inseparable: [],
  references: [],
  reviewed: '2026-11-21',
})
const halves = ['split', 'other-half'].map((id) => subject(id, ['old-name']))
const cases = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => subject(id)).concat(halves)

function answer(confidence: Confidence | 'none', ...ids: string[]): Answer {
  const matches = ids.map((id): Match => {
    const found = cases.find((it) => it.id === id) ?? subject(id)
    const verdict = { state: 'undecided', because: [], missing: [] } as const
    return {
      case: found,
      confidence: confidence === 'none' ? 'low' : confidence,
      score: 1,
      verdict,
      evidence: [],
      matchedSignatures: 1,
      captures: {},
    }
  })
  return { confidence, matches, facts: [], ask: undefined }
}

const paste = (label: string, more: Partial<LabelledPaste> = {}): LabelledPaste => ({
  id: label,
  label,
  alt: [],
  decidable: true,
  text: '',
  ...more,
})
const score = (it: LabelledPaste, got: Answer) => scorePastes([it], cases, [got])

describe('a decidable paste', () => {
  test.each([
    [['a'], 1, 1, 0],
    [['b', 'c', 'a'], 0, 1, 1],
    [['b', 'c', 'd', 'a'], 0, 0, 1],
    [[], 0, 0, 1],
  ])('answered with %j', (ids, top1, top3, misses) => {
    const it = score(paste('a'), answer('medium', ...ids))
    expect(it.decidable).toEqual({ n: 1, top1, top3 })
    expect(it.misses).toHaveLength(misses)
  })

  test('an alternative and an alias count as right', () => {
    expect(score(paste('a', { alt: ['b'] }), answer('high', 'b')).decidable.top1).toBe(1)
    expect(score(paste('old-name'), answer('high', 'split')).decidable.top1).toBe(1)
    expect(score(paste('old-name'), answer('high', 'other-half')).high).toEqual({ n: 1, wrong: 0 })
    expect(score(paste('old-name'), answer('high', 'a')).high).toEqual({ n: 1, wrong: 1 })
  })
})

test('an undecidable paste wants one of its causes among the first five', () => {
  const it = paste('undetermined', { decidable: false, alt: ['e', 'none'] })
  expect(score(it, answer('low', 'a', 'b', 'c', 'd', 'e')).undecidable).toEqual({ n: 1, top5: 1 })
  expect(score(it, answer('low', 'a', 'b', 'c', 'd', 'f', 'e')).undecidable).toEqual({ n: 1, top5: 0 })
})

test.each([
  ['none', 0],
  ['low', 0],
  ['medium', 1],
  ['high', 1],
] as const)('a %s answer to none is %i false alarms', (confidence, falseAlarms) => {
  const got = confidence === 'none' ? answer('none') : answer(confidence, 'a')
  expect(score(paste('none'), got).none).toEqual({ n: 1, falseAlarms })
})

test('what is right for a none with an alternative is no false alarm', () => {
  expect(score(paste('none', { alt: ['a'] }), answer('medium', 'a')).none.falseAlarms).toBe(0)
})

test('a label that no case has is scored like other-node', () => {
  for (const label of ['other-node', 'never-heard-of']) {
    expect(score(paste(label), answer('high', 'a')).otherNode).toEqual({ n: 1, wrongHigh: 1 })
    expect(score(paste(label), answer('medium', 'a')).otherNode).toEqual({ n: 1, wrongHigh: 0 })
  }
  expect(score(paste('undetermined', { alt: ['never-heard-of'] }), answer('low', 'a')).otherNode.n).toBe(1)
})

test('a wrong high counts wherever it happens', () => {
  expect(score(paste('a'), answer('high', 'b')).high).toEqual({ n: 1, wrong: 1 })
  expect(score(paste('none'), answer('high', 'b')).high).toEqual({ n: 1, wrong: 1 })
  expect(score(paste('a'), answer('high', 'a')).high).toEqual({ n: 1, wrong: 0 })
})
