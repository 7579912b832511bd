import fc from 'fast-check'
import { expect, test } from 'vitest'
import { answerMessage } from '../../../src/messages/slack/answer-message.ts'
import { caseListMessage } from '../../../src/messages/slack/case-list-message.ts'
import { caseMessage } from '../../../src/messages/slack/case-message.ts'
import { errorMessage } from '../../../src/messages/slack/error-message.ts'
import { helpMessage } from '../../../src/messages/slack/help-message.ts'
import { moreView } from '../../../src/messages/slack/more-view.ts'
import { everyState, HOSTILE, HUGE_STANDING, hostileCase, hostileView } from './hostile-view.ts'
import { wrongInMessage, wrongInView } from './limits.ts'

const SOLVER = 'U0SOLVER1'
const piece = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 40 }))
const long = fc.record({ piece, count: fc.constantFrom(1, 300, 5000) }).map((it) => it.piece.repeat(it.count))
const text = fc.oneof(
  { weight: 4, arbitrary: fc.array(piece, { maxLength: 6 }).map((it) => it.join('')) },
  { weight: 1, arbitrary: long },
)
const texts = fc.array(text, { minLength: 1, maxLength: 30 })
const size = fc.constantFrom(0, 1, 4, 12)
const state = fc.constantFrom(...everyState(SOLVER))

/** The texts in turn, from the first on again. */
function cycling(from: readonly string[]): () => string {
  let at = 0
  return () => from[at++ % from.length] ?? ''
}

test('an answer keeps every limit and pings nobody, in each of its forms', () => {
  fc.assert(
    fc.property(texts, size, state, (from, count, more) => {
      const view = hostileView(cycling(from), count, more)
      const forms = answerMessage(view)
      expect(forms).toHaveLength(3)
      expect(forms.flatMap((form) => wrongInMessage(form, SOLVER))).toEqual([])
      expect(answerMessage(view)).toEqual(forms)
    }),
    { numRuns: 300 },
  )
})

test('the solved case keeps every limit, with its one mention', () => {
  fc.assert(
    fc.property(texts, fc.constantFrom(1, 4), (from, count) => {
      const open = hostileView(cycling(from), count)
      const caseId = open.answer.matches[0]?.case.id ?? ''
      const solved = { ...open, state: { is: 'solved', by: SOLVER, caseId, afterMs: 5 } } as const
      const [rich, sections, plain] = answerMessage(solved)
      expect([rich, sections, plain].flatMap((form) => (form ? wrongInMessage(form, SOLVER) : ['missing']))).toEqual([])
      expect(JSON.stringify(rich?.blocks).split(`"user_id":"${SOLVER}"`)).toHaveLength(2)
      expect(JSON.stringify(sections?.blocks).split(`<@${SOLVER}>`)).toHaveLength(2)
      expect(plain?.text.split(`<@${SOLVER}>`)).toHaveLength(2)
    }),
    { numRuns: 100 },
  )
})

test('a solver that is no person is not mentioned', () => {
  fc.assert(
    fc.property(text, (by) => {
      const view = hostileView(() => 'x', 1, { state: { is: 'solved', by, caseId: 'x', afterMs: 5 } })
      expect(answerMessage(view).flatMap((form) => wrongInMessage(form))).toEqual([])
    }),
    { numRuns: 100 },
  )
})

test('fifty matches of fifty of everything, of 100 kB each, keep every limit', () => {
  for (const unit of ['x', '<', '&', '👩‍👩‍👧‍👦', 'a b ', '\n', '`', '\ud83d']) {
    const huge = unit.repeat(Math.ceil(100_000 / unit.length))
    const view = hostileView(() => huge, 50)
    expect(answerMessage(view).flatMap((form) => wrongInMessage(form))).toEqual([])
    expect(wrongInView(moreView(view))).toEqual([])
    expect(
      caseMessage(
        hostileCase(() => huge, 50),
        'en',
      ).flatMap((form) => wrongInMessage(form)),
    ).toEqual([])
  }
})

test('the view of everything keeps the limits of a modal', () => {
  fc.assert(
    fc.property(texts, size, state, (from, count, more) => {
      const view = hostileView(cycling(from), count, more)
      expect(wrongInView(moreView(view), SOLVER)).toEqual([])
      expect(moreView(view)).toEqual(moreView(view))
    }),
    { numRuns: 200 },
  )
})

test('whole cases, lists, help and failures keep every limit', () => {
  fc.assert(
    fc.property(texts, size, fc.constantFrom('en' as const, 'zh' as const), (from, count, language) => {
      const next = cycling(from)
      const cases = Array.from({ length: count }, () => hostileCase(next, count))
      const commands = cases.map((it) => ({ usage: it.id, says: it.title }))
      const messages = [
        caseListMessage(cases, language, { get: () => HUGE_STANDING }),
        cases[0] ? caseMessage(cases[0], language, HUGE_STANDING) : [],
        helpMessage(commands, language),
        errorMessage({ reference: next() }, language),
        errorMessage({ reference: next(), sentence: next() }, language),
      ]
      expect(messages.flat().flatMap((form) => wrongInMessage(form))).toEqual([])
    }),
    { numRuns: 150 },
  )
})
