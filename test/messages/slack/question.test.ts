import fc from 'fast-check'
import { expect, test } from 'vitest'
import { answerMessage } from '../../../src/messages/slack/answer-message.ts'
import type { AnswerView } from '../../../src/messages/slack/answer-view.ts'
import { confirmView, nodeOption } from '../../../src/messages/slack/confirm-view.ts'
import { moreView } from '../../../src/messages/slack/more-view.ts'
import type { ProbingView } from '../../../src/messages/slack/question-parts.ts'
import type { NotChecked } from '../../../src/model/probe.ts'
import type { NodeQuestion, PoolQuestion, Question } from '../../../src/model/question.ts'
import { problemsInOptions } from '../../slack-double/rules/options.ts'
import { checkView } from '../../slack-double/rules/views.ts'
import { everyState, HOSTILE, hostileView } from './hostile-view.ts'
import { wrongInMessage, wrongInView } from './limits.ts'

const SOLVER = 'U0SOLVER1'
const WHY: readonly NotChecked['why'][] = [
  'missing-right',
  'hung',
  'timed-out',
  'not-here',
  'not-trusted',
  'budget',
  'failed',
]

const piece = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 40 }))
const long = fc.record({ piece, count: fc.constantFrom(1, 300, 5000) }).map((it) => it.piece.repeat(it.count))
const text = fc.oneof(
  { weight: 4, arbitrary: fc.array(piece, { maxLength: 6 }).map((it) => it.join('')) },
  { weight: 1, arbitrary: long },
)
const texts = fc.array(text, { minLength: 1, maxLength: 30 })
const size = fc.constantFrom(0, 1, 4, 60)
const number = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(Number.MAX_SAFE_INTEGER, -1, Number.NaN))
const state = fc.constantFrom(...everyState(SOLVER))
const under = fc.constantFrom<Question['state'][]>('asking', 'answered', 'interrupted')

test('what nodes said keeps every limit and pings nobody, in each form of the answer and in the view of all', () => {
  fc.assert(
    fc.property(texts, size, number, state, under, (from, count, time, more, last) => {
      const view = asked(cycling(from), count, time, more, last)
      const wrong = answerMessage(view).flatMap((form) => wrongInMessage(form, SOLVER))
      expect(wrong).toEqual([])
      expect(wrongInView(moreView(view), SOLVER)).toEqual([])
      expect(answerMessage(view)).toEqual(answerMessage(view))
    }),
    { numRuns: 200 },
  )
})

test('the modal keeps every limit, whatever nodes and cases are called', () => {
  fc.assert(
    fc.property(texts, size, fc.constantFrom('en' as const, 'zh' as const), (from, count, language) => {
      const next = cycling(from)
      const view = confirmView({
        language,
        pressed: { investigation: 'inv-1', case: 'mounts' },
        cases: times(count, next),
        probes: times(count, () => ({ id: next(), summary: next() })),
        node: count > 0 ? { node: next(), value: 'v'.repeat(75) } : undefined,
      })
      expect(checkView(JSON.parse(JSON.stringify(view)), 'modal', new Set())).toBeDefined()
      expect(wrongInView({ ...view, blocks: view.blocks.filter(({ type }) => type !== 'input') })).toEqual([])
    }),
    { numRuns: 200 },
  )
})

test('an option is one that Slack takes, whatever the node is called', () => {
  fc.assert(
    fc.property(text, (node) => {
      expect(problemsInOptions({ options: [nodeOption({ node, value: 'v' })] })).toEqual([])
    }),
  )
})

test('what could not be checked is told whenever there is something, and never as nothing wrong', () => {
  const question = { ...nodeQuestion(() => 'x', 0, 0), state: 'answered' } as const
  const notChecked = WHY.map((why) => ({ probe: 'p', what: `/at/${why}`, why, says: 'because' }))
  const view = hostileView(() => 'word', 1, {
    probing: shown([{ ...question, measured: { facts: [], notChecked, cut: [] } }]),
  })
  const whole = JSON.stringify(moreView(view))
  for (const why of WHY) expect([why, whole.includes(`/at/${why}`)]).toEqual([why, why !== 'not-here'])
  const forms = answerMessage(view).map((form) => JSON.stringify(form))
  for (const form of forms) expect(form).toContain('which does not mean that nothing is wrong')
})

function asked(
  next: () => string,
  count: number,
  time: number,
  more: Partial<AnswerView>,
  last: Question['state'],
): AnswerView {
  const questions = [nodeQuestion(next, count, time), poolQuestion(next, count, time)]
  const also: Question = { ...nodeQuestion(next, count, time), state: last }
  return { ...hostileView(next, Math.min(count, 12), more), probing: shown([...questions, also], next, count) }
}

function shown(questions: readonly Question[], next = () => 'x', count = 0): ProbingView {
  const otherNodes = times(Math.min(count, 5), () => ({
    node: next(),
    state: 'confirmed' as const,
    says: { en: next(), zh: next() },
    why: next(),
  }))
  return { offered: true, questions, progress: { done: count, of: count }, otherNodes }
}

function nodeQuestion(next: () => string, count: number, time: number): NodeQuestion {
  const origin = { from: 'node', node: next(), probe: next(), at: next() } as const
  const facts = times(count, () => ({ kind: next(), fields: { [next()]: next() }, origin }))
  const notChecked = times(count, (i) => ({
    probe: next(),
    what: next(),
    why: WHY[i % WHY.length] ?? 'failed',
    says: next(),
  }))
  const measured = { facts, notChecked, cut: [], ...(count % 2 === 0 && { fault: next() }) }
  return { ...about(time), of: 'node', node: next(), measured }
}

function poolQuestion(next: () => string, count: number, time: number): PoolQuestion {
  const survey = {
    counts: { confirmed: count * 10, 'ruled-out': time, undecided: count, silent: count },
    confirmed: times(count, () => ({ node: next(), says: { en: next(), zh: next() } })),
    undecided: times(count, () => ({ node: next(), why: next() })),
    silent: times(count, () => ({ node: next(), fault: next() })),
  }
  return { ...about(time), of: 'pool', pool: next(), caseId: next(), nodes: count, survey }
}

function about(time: number) {
  const over = { state: 'answered', endedAt: time } as const
  return { id: 'q1', investigation: 'inv-1', askedBy: 'U0ALICE', askedAt: time, probes: [], ...over }
}

/** The texts in turn, from the first on again. */
function cycling(from: readonly string[]): () => string {
  let at = 0
  return () => from[at++ % from.length] ?? ''
}

function times<T>(count: number, make: (i: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => make(i))
}
