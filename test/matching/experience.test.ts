import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openCasebook } from '../../src/casebook.ts'
import { type Clues, confidenceOf, experienceOf, inOrder, type Ranked, scoreOf } from '../../src/matching/rank.ts'
import type { Effect, Strength } from '../../src/model/case.ts'
import type { Standing, Votes } from '../../src/model/feedback.ts'
import type { Verdict } from '../../src/model/verdict.ts'

const count = fc.oneof(fc.nat(20), fc.constantFrom(0, 1, 1e9, Number.MAX_SAFE_INTEGER))
const votes: fc.Arbitrary<Votes | undefined> = fc.option(fc.record({ right: count, wrong: count }), { nil: undefined })

const ground = (effect: Effect): Verdict['because'][number] => ({
  effect,
  says: { en: '', zh: '' },
  fact: { kind: 'k', fields: {}, origin: { from: 'paste', command: 'c', lines: [1] } },
})

const verdict: fc.Arbitrary<Verdict> = fc
  .constantFrom<readonly [Verdict['state'], ...Effect[]]>(
    ['confirmed', 'confirms'],
    ['undecided'],
    ['undecided', 'suggests'],
    ['undecided', 'confirms', 'rules-out'],
    ['ruled-out', 'rules-out'],
  )
  .map(([state, ...effects]) => ({ state, because: effects.map(ground), missing: [] }))

const clues: fc.Arbitrary<Clues> = fc.record({
  strengths: fc.array(fc.constantFrom<Strength>('decisive', 'strong', 'weak'), { maxLength: 4 }),
  verdict,
  text: fc.double({ min: 0, max: 1, noNaN: true }),
  foreign: fc.boolean(),
})

const candidates = fc
  .array(fc.record({ clues, votes }), { maxLength: 12 })
  .map((all) => all.map((it, i): Ranked => ({ ...it, id: `case-${i}`, score: scoreOf(it.clues) })))

/** Two cases share it. */
const TIMED_OUT = 'context deadline exceeded'

const RANKS: readonly Strength[] = ['weak', 'strong', 'decisive']
const STATES: readonly Verdict['state'][] = ['ruled-out', 'undecided', 'confirmed']

const strengthOf = ({ strengths }: Clues): number => Math.max(-1, ...strengths.map((it) => RANKS.indexOf(it)))
const isSuggested = ({ verdict: { because } }: Clues): boolean => because.some(({ effect }) => effect === 'suggests')
const isBetter = (a: Clues, b: Clues): boolean =>
  (isSuggested(a) && !isSuggested(b)) ||
  STATES.indexOf(a.verdict.state) > STATES.indexOf(b.verdict.state) ||
  strengthOf(a) > strengthOf(b)

describe('what was said of cases', () => {
  test('orders, and nothing else: none comes, none goes, and each place keeps its confidence', () => {
    fc.assert(
      fc.property(candidates, (all) => {
        const ordered = inOrder(all)
        expect(new Set(ordered)).toEqual(new Set(all))
        const confidences = (them: readonly Ranked[]) => them.map((it) => confidenceOf(it.clues))
        expect(confidences(ordered)).toEqual(confidences(inOrder(all.map((it) => ({ ...it, votes: undefined })))))
      }),
      { numRuns: 1000 },
    )
  })

  test('never puts a case before one that stood before it by a better verdict, a stronger text or a fact that suggests it', () => {
    fc.assert(
      fc.property(candidates, (all) => {
        const before = inOrder(all.map((it) => ({ ...it, votes: undefined }))).map(({ id }) => id)
        const ordered = inOrder(all)
        for (const [i, above] of ordered.entries()) {
          for (const below of ordered.slice(i + 1)) {
            const isOvertaken = before.indexOf(below.id) < before.indexOf(above.id)
            expect(isOvertaken && isBetter(below.clues, above.clues)).toBe(false)
            if (isOvertaken) expect(below.score - above.score).toBeLessThanOrEqual(10)
          }
        }
      }),
    )
  })

  test('does not outvote a fact that suggests a case', () => {
    const strong = { strengths: ['strong'], foreign: false } as const
    const suggested: Clues = {
      ...strong,
      text: 0,
      verdict: { state: 'undecided', because: [ground('suggests')], missing: [] },
    }
    const worded: Clues = { ...strong, text: 1, verdict: { state: 'undecided', because: [], missing: [] } }
    const heard: Ranked[] = [
      { id: 'suggested', clues: suggested, score: scoreOf(suggested), votes: { right: 0, wrong: 1e9 } },
      { id: 'worded', clues: worded, score: scoreOf(worded), votes: { right: 1e9, wrong: 0 } },
    ]
    expect(inOrder(heard).map(({ id }) => id)).toEqual(['suggested', 'worded'])
  })

  test('lifts nothing that the facts rule out', () => {
    fc.assert(
      fc.property(candidates, (all) => {
        const ruledOut = (them: readonly Ranked[]) =>
          them.filter(({ clues: it }) => it.verdict.state === 'ruled-out').map(({ id }) => id)
        expect(ruledOut(inOrder(all))).toEqual(ruledOut(inOrder(all.map((it) => ({ ...it, votes: undefined })))))
        const states = inOrder(all).map((it) => it.clues.verdict.state)
        const first = states.indexOf('ruled-out')
        expect(first < 0 ? [] : states.slice(first).filter((it) => it !== 'ruled-out')).toEqual([])
      }),
    )
  })

  test('weighs at most half a weak text, more with each vote, and nothing without', () => {
    expect(experienceOf({ right: 0, wrong: 0 })).toBe(0)
    expect(experienceOf({ right: 3, wrong: 0 })).toBeCloseTo(5 / 3)
    expect(experienceOf({ right: 0, wrong: 6 })).toBe(-2.5)
    fc.assert(
      fc.property(count, count, (right, wrong) => {
        expect(Math.abs(experienceOf({ right, wrong }))).toBeLessThanOrEqual(5)
      }),
    )
  })
})

describe('a paste that several cases fit alike', async () => {
  const { matcher } = await openCasebook(fileURLToPath(new URL('../library', import.meta.url)))
  const unheard = matcher.match(TIMED_OUT)
  const ids = unheard.matches.map((it) => it.case.id)
  const standing = (right: number, wrong: number): Standing => ({
    solved: right,
    notThis: wrong,
    confirmed: 0,
    ruledOut: 0,
    earlier: 0,
    votes: { right, wrong },
  })

  test('is answered first with the one that solved it before, with the same confidence and scores', () => {
    const [first = '', second = ''] = ids
    const heard = matcher.match(
      TIMED_OUT,
      [],
      [],
      new Map([
        [second, standing(40, 0)],
        [first, standing(0, 40)],
      ]),
    )
    expect(heard.matches.slice(0, 2).map((it) => it.case.id)).toEqual([second, first])
    expect(heard.confidence).toBe(unheard.confidence)
    const facts = (matches: typeof heard.matches) =>
      new Map(matches.map((it) => [it.case.id, [it.score, it.confidence]]))
    expect(facts(heard.matches)).toEqual(facts(unheard.matches))
  })

  test('is answered as before when nothing was said of its cases', () => {
    expect(matcher.match(TIMED_OUT, [], [], new Map([['another', standing(9, 0)]]))).toEqual(unheard)
  })
})
