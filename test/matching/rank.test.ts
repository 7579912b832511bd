import { describe, expect, test } from 'vitest'
import { type Clues, confidenceOf, scoreOf } from '../../src/matching/rank.ts'
import type { Effect } from '../../src/model/case.ts'
import type { Verdict } from '../../src/model/verdict.ts'

const ground = (effect: Effect) => ({
  effect,
  says: { en: '', zh: '' },
  fact: { kind: 'k', fields: {}, origin: { from: 'paste', command: 'c', lines: [1] } as const },
})

const verdict = (state: Verdict['state'], ...effects: Effect[]): Verdict => ({
  state,
  because: effects.map(ground),
  missing: [],
})

const clues = (some: Partial<Clues>): Clues => ({
  strengths: [],
  verdict: verdict('undecided'),
  text: 0,
  foreign: false,
  ...some,
})

describe('confidence', () => {
  test.each<[string, Partial<Clues>, string]>([
    ['a decisive text is high', { strengths: ['decisive'] }, 'high'],
    ['a confirming fact is high, whatever the text', { verdict: verdict('confirmed', 'confirms') }, 'high'],
    ['a strong text is medium', { strengths: ['weak', 'strong'] }, 'medium'],
    ['a suggesting fact is medium', { verdict: verdict('undecided', 'suggests') }, 'medium'],
    ['weak texts are low, however many', { strengths: ['weak', 'weak', 'weak', 'weak'] }, 'low'],
    ['words are low', { text: 1 }, 'low'],
    [
      'what a fact rules out is low, also with a decisive text',
      { strengths: ['decisive'], verdict: verdict('ruled-out', 'rules-out') },
      'low',
    ],
    ['facts that contradict each other are low', { verdict: verdict('undecided', 'confirms', 'rules-out') }, 'low'],
    ['another world takes a step off a text', { strengths: ['decisive'], foreign: true }, 'medium'],
    ['another world takes a step off a strong text', { strengths: ['strong'], foreign: true }, 'low'],
    ['another world takes nothing off a fact', { verdict: verdict('confirmed', 'confirms'), foreign: true }, 'high'],
  ])('%s', (_name, some, expected) => {
    expect(confidenceOf(clues(some))).toBe(expected)
  })
})

describe('the order of candidates', () => {
  const order: [string, Partial<Clues>][] = [
    ['confirmed by a fact', { verdict: verdict('confirmed', 'confirms') }],
    ['decisive text', { strengths: ['decisive'] }],
    ['strong text', { strengths: ['strong'] }],
    ['weak text and all words', { strengths: ['weak'], text: 0.9 }],
    ['weak text', { strengths: ['weak'] }],
    ['words', { text: 0.4 }],
    [
      'ruled out in spite of a decisive text',
      { strengths: ['decisive'], text: 1, verdict: verdict('ruled-out', 'rules-out') },
    ],
  ]

  test('falls in these steps', () => {
    const scores = order.map(([, some]) => scoreOf(clues(some)))
    expect(scores).toEqual([...scores].sort((a, b) => b - a))
    expect(new Set(scores).size).toBe(scores.length)
  })

  test('three weak texts are not one strong one', () => {
    expect(scoreOf(clues({ strengths: ['weak', 'weak', 'weak'] }))).toBeLessThan(
      scoreOf(clues({ strengths: ['strong'] })),
    )
  })
})
