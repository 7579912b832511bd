import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { digestMessage } from '../../../src/messages/slack/digest-message.ts'
import type { WeekReport } from '../../../src/model/digest.ts'
import { problemsInBlocks } from '../../slack-double/rules/blocks.ts'
import { wrongInMessage } from './limits.ts'

const HOUR = 3_600_000

const report: WeekReport = {
  week: '2026-W47',
  from: 0,
  to: 7 * 24 * HOUR,
  asked: 12,
  answered: 9,
  solved: 4,
  medianSolvedAfterMs: 2 * HOUR,
  confirmedOnNodes: 3,
  ruledOutOnNodes: 5,
  cases: [
    { id: 'inode-exhausted', title: { en: 'No free inodes', zh: 'inode 耗尽' }, shown: 6, solved: 3, dismissed: 1 },
    { id: 'tmp-full', title: { en: '/tmp is full', zh: '/tmp 已满' }, shown: 3, solved: 1, dismissed: 2 },
  ],
  unanswered: [{ template: 'the frobnicator of <id> exploded', count: 3, investigation: 'i1' }],
  library: { added: [{ id: 'pid-limit', title: { en: 'No pid left', zh: 'pid 用尽' } }], changed: [] },
  nearLimits: [{ kind: 'filesystem', field: 'inodesUsedPercent', nodes: [{ node: 'node-7', percent: 93.4 }] }],
}

const NUMBERS = ['12 questions', '9 of 12', '4 solved', '2 h', 'confirmed on a node: 3', 'shown 6', '3×', 'node-7 93 %']

describe('the digest', () => {
  const forms = digestMessage(report, 'en', [])

  test('has a form with a chart and a table, and plainer ones down to text', () => {
    expect(
      forms.map(({ blocks }) => blocks?.map((block) => block.type as string).includes('data_visualization')),
    ).toEqual([true, false, false, undefined])
  })

  test.each(NUMBERS)('says %s in every form', (number) => {
    for (const { text, blocks } of forms) {
      expect(text).toContain(number)
      if (blocks) expect(JSON.stringify(blocks)).toContain(number)
    }
  })

  test('is Chinese for Chinese readers', () => {
    expect(digestMessage(report, 'zh', [])[0]?.text).toContain('12 个问题')
  })

  test('without cases has no empty chart', () => {
    const [first] = digestMessage({ ...report, cases: [] }, 'en', [])
    expect(first?.blocks?.map((block) => block.type as string)).not.toContain('data_visualization')
  })
})

const foreign = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary', maxLength: 500 }),
  fc.constantFrom('<!channel>', '<@U012AB3CD>', '```', '', ' ', '\u202e', 'x'.repeat(5000), '&&&&', '*_~`'),
)
const count = fc.nat({ max: 1e9 })
const bilingual = fc.record({ en: foreign, zh: foreign })
const known = fc.array(fc.record({ id: foreign, title: bilingual }), { maxLength: 150 })
const cases = fc.array(fc.record({ id: foreign, title: bilingual, shown: count, solved: count, dismissed: count }), {
  maxLength: 10,
})
const reports: fc.Arbitrary<WeekReport> = fc.record({
  week: foreign,
  from: count,
  to: count,
  asked: count,
  answered: count,
  solved: count,
  medianSolvedAfterMs: fc.double(),
  confirmedOnNodes: count,
  ruledOutOnNodes: count,
  cases,
  unanswered: fc.array(fc.record({ template: foreign, count, investigation: foreign }), { maxLength: 50 }),
  library: fc.record({ added: known, changed: known }),
  nearLimits: fc.array(
    fc.record({ kind: foreign, field: foreign, nodes: fc.array(fc.record({ node: foreign, percent: fc.double() })) }),
    { maxLength: 20 },
  ),
})

test('whatever it tells, Slack takes every form of it, and reads nothing but text', () => {
  fc.assert(
    fc.property(reports, fc.constantFrom('en', 'zh'), (hostile, language) => {
      const forms = digestMessage(hostile, language, hostile.cases)
      for (const form of forms) expect(form.blocks ? problemsInBlocks(form.blocks, 'message') : []).toEqual([])
      for (const form of forms.slice(-3)) expect(wrongInMessage(form)).toEqual([])
    }),
    { numRuns: 60 },
  )
})
