import type { KnownBlock } from '@slack/types'
import { expect, test } from 'vitest'
import { wrongInMessage, wrongInView } from './limits.ts'

/** What the property tests rest on: the tables find each fault. */
const section = (text: string): KnownBlock => ({ type: 'section', text: { type: 'mrkdwn', text } })
const plain = (text: string): KnownBlock => ({ type: 'section', text: { type: 'plain_text', text } })

const faults: readonly (readonly [string, KnownBlock[], string])[] = [
  ['raw interpolation', [section('seen <!channel>')], 'section mrkdwn: a ping or link'],
  ['a fence', [section('```\nlog\n```')], 'section mrkdwn: a fence'],
  ['another mention', [section('<@U0OTHER11>')], 'section mrkdwn: a ping or link'],
  ['a long section', [plain('x'.repeat(3001))], 'section plain_text: longer than 3000'],
  ['an empty section', [plain(' ')], 'section plain_text: empty'],
  ['half a pair', [plain('a\ud83d')], 'section plain_text: half of a surrogate pair'],
  ['an override', [plain('a\u202eb')], 'section plain_text: hidden direction or width'],
  ['a control character', [plain('a\u0000b')], 'section plain_text: control character'],
  [
    'a long header',
    [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }],
    'header plain_text: longer than 150',
  ],
  ['no elements', [{ type: 'context', elements: [] }], 'no elements of a context'],
  [
    'an empty paragraph',
    [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [] }] }],
    'an empty element of rich_text',
  ],
  ['too many blocks', Array.from({ length: 51 }, () => plain('x')), 'blocks of a message: 51, at most 50'],
  [
    'too much text',
    Array.from({ length: 4 }, () => plain('x'.repeat(2500))),
    'text of all blocks of a message: 10000, at most 9000',
  ],
  ['a new kind of block', [{ type: 'divider' }], 'a divider, which no table knows'],
]

test.each(faults)('%s is found', (_name, blocks, fault) => {
  expect(wrongInMessage({ text: 'x', blocks })).toContain(fault)
})

test('a mention of the solver is the only one allowed, once', () => {
  expect(wrongInMessage({ text: 'by <@U0SOLVER1>' }, 'U0SOLVER1')).toEqual([])
  expect(wrongInMessage({ text: 'by <@U0SOLVER1> <@U0SOLVER1>' }, 'U0SOLVER1')).toHaveLength(2)
})

test('a long title of a view and a long text of a message are found', () => {
  const title = { type: 'plain_text', text: 'x'.repeat(25) } as const
  expect(wrongInView({ type: 'modal', title, close: { type: 'plain_text', text: 'x' }, blocks: [] })).toEqual([
    'modal title: longer than 24',
  ])
  expect(wrongInMessage({ text: 'x'.repeat(3901) })).toEqual(['message text: longer than 3900'])
})
