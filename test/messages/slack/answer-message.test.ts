import { expect, test } from 'vitest'
import { answerMessage } from '../../../src/messages/slack/answer-message.ts'
import { readPressed } from '../../../src/messages/slack/button.ts'
import { wrongInMessage } from './limits.ts'
import { confirmedView, ground, sampleMatch, undecidedView } from './sample-view.ts'
import { visibleText } from './visible-text.ts'

const seen = (view: Parameters<typeof answerMessage>[0], form = 0) => visibleText(answerMessage(view)[form]?.blocks)

test('a confirmed case: what it is, why, the line, why not its sibling, what to do', () => {
  expect(seen(confirmedView())).toEqual([
    '*The table of mounts is full*',
    'Confirmed · high confidence · mounts',
    '✓ confirms: 99 of 100 entries are in use (line 5)',
    '| 2: node-7 agent: cannot add to /var/t 1: table full',
    '✗ not inodes: 7 % of the inodes are in use (line 4)',
    '*Fix*',
    '1. Count the entries. (safe)',
    '| wc -l /proc/tables',
    '2. Raise the limit. (safe)',
    '| sysctl -w fs.table-max=200',
    '3. Remove the table. *(destructive)*',
    '*first:* nothing uses it',
    '| rm -r /var/t',
    '(1 more)',
    '[This solved it] [Not this] [More]',
    '1 of 1 signatures match · 3 other cases have this error text · reviewed 2026-11-20 · library a1b2c3d',
  ])
})

test('an undecided case: the command that decides stands before the fix, and is not repeated in it', () => {
  const lines = seen(undecidedView({ audience: 'author', siblings: 1 }))
  expect(lines.slice(0, 11)).toEqual([
    '*The table of mounts is full*',
    'Not decided yet · medium confidence · mounts',
    '| 2: node-7 agent: cannot add to /var/t 1: table full',
    '*To be sure, run*',
    '| wc -l /proc/tables',
    'if `count >= 90`: confirms mounts',
    'if `count < 90`: confirms quota',
    '*Fix*',
    '1. Count the entries. (safe)',
    'Run the command above.',
    '2. Raise the limit. (safe)',
  ])
  expect(lines.slice(-4)).toEqual([
    '*Also possible*',
    '• quota: The table of quota is full (low confidence)',
    '[This solved it] [Not this] [More] [Share with thread]',
    'Only you see this · 1 of 1 signatures match · 1 other case has this error text · reviewed 2026-11-20 · library a1b2c3d',
  ])
})

test('the fix begins after at most eight lines', () => {
  for (const view of [confirmedView(), undecidedView()]) expect(seen(view).indexOf('*Fix*')).toBeLessThanOrEqual(8)
})

test('the text that is read aloud has the verdict, the first step and what to run, and no pasted line', () => {
  expect(answerMessage(confirmedView())[2]).toEqual({
    text: [
      'The table of mounts is full',
      'Confirmed · high confidence · mounts',
      '✓ confirms: 99 of 100 entries are in use',
      'First step: Count the entries. (safe)',
      'wc -l /proc/tables',
    ].join('\n'),
    metadata: { event_type: 'casebook_investigation', event_payload: { investigation: 'inv-1' } },
  })
  expect(answerMessage(undecidedView())[0]?.text.split('\n').slice(2)).toEqual([
    'To be sure, run:',
    'wc -l /proc/tables',
    'if count &gt;= 90: confirms mounts',
    'if count &lt; 90: confirms quota',
    'First step: Count the entries. (safe)',
    'Run the command above.',
  ])
})

test('every form has the same text and metadata, and the plainer one the same lines', () => {
  const forms = answerMessage(confirmedView())
  expect(new Set(forms.map(({ text }) => text)).size).toBe(1)
  const unmarked = seen(confirmedView()).map((line) => line.replaceAll('*', '').replace(/^\| /, ''))
  expect(seen(confirmedView(), 1).map((line) => line.replace(/^# /, ''))).toEqual(unmarked)
})

test('buttons carry the investigation and the case', () => {
  const actions = answerMessage(undecidedView({ audience: 'author' }))[0]?.blocks?.find((it) => it.type === 'actions')
  const buttons = actions?.elements.flatMap((it) => (it.type === 'button' ? [it] : [])) ?? []
  expect(buttons.map((it) => it.action_id)).toEqual(['solved', 'not_this', 'more', 'share'])
  expect(buttons.map((it) => readPressed(it.value ?? ''))).toEqual(
    Array(4).fill({ investigation: 'inv-1', case: 'mounts' }),
  )
})

test('once solved it says by whom and after how long, and the buttons become one', () => {
  const state = { is: 'solved', by: 'U0ALICE11', caseId: 'mounts', afterMs: 12.9 * 60_000 } as const
  expect(seen(confirmedView({ state })).slice(0, 3)).toEqual([
    '*The table of mounts is full*',
    '✓ Solved by @U0ALICE11 after 12 min',
    'Confirmed · high confidence · mounts',
  ])
  expect(seen(confirmedView({ state }), 1).slice(0, 2)).toEqual([
    '# The table of mounts is full',
    '✓ Solved by <@U0ALICE11> after 12 min',
  ])
  expect(seen(confirmedView({ state })).at(-2)).toBe('[Undo]')
  expect(seen(undecidedView({ state }))).not.toContain('*To be sure, run*')
})

test('the case that solved it is shown, also when it is not the best, and no other when it is gone', () => {
  const solvedBy = (caseId: string) => ({ is: 'solved', by: 'U0ALICE11', caseId, afterMs: 0 }) as const
  expect(seen(undecidedView({ state: solvedBy('quota') }))[0]).toBe('*The table of quota is full*')
  expect(seen(undecidedView({ state: solvedBy('gone') }))).toEqual([
    '*gone*',
    '✓ Solved by @U0ALICE11 after less than a minute',
    '[Undo]',
  ])
})

test('in Chinese', () => {
  const lines = seen(confirmedView({ language: 'zh' }))
  expect(lines.slice(0, 3)).toEqual([
    '*中文 The table of mounts is full*',
    '已确认 · 高置信度 · mounts',
    '✓ 确认: 中文 99 of 100 entries are in use (第 5 行)',
  ])
  expect(lines.at(-2)).toBe('[解决了] [不是这个] [更多]')
})

test('facts that contradict each other are both shown, with the warning first', () => {
  const because = [
    ground('confirms', 'a', 1),
    ground('confirms', 'b', 2),
    ground('confirms', 'c', 3),
    ground('rules-out', 'd', 4),
  ]
  const [best] = [sampleMatch('mounts', { state: 'undecided', because }, { confidence: 'low' })]
  const lines = seen(confirmedView({ answer: { confidence: 'low', matches: [best], facts: [], ask: undefined } }))
  expect(lines.slice(2, 7)).toEqual([
    '*! These facts contradict each other, so nothing is decided.*',
    '✓ confirms: a (line 1)',
    '✗ speaks against it: d (line 4)',
    '✓ confirms: b (line 2)',
    '(1 more)',
  ])
})

test('nothing known: said to who asked, with what would help and what was read', () => {
  const facts = [ground('confirms', 'x', 1).fact]
  const none = { confidence: 'none', matches: [], facts, ask: undefined } as const
  expect(seen(confirmedView({ answer: none, asked: true }))).toEqual([
    '*No documented case matches this.*',
    'Read from the paste: table',
    '*What would help*',
    '• the whole output with the lines before the error, not only the last one',
    '• df -h and df -i of the node, and the last lines of dmesg -T',
    '• kubectl describe of the node or the pod',
    '[Write this case]',
    'library a1b2c3d',
  ])
  expect(seen(confirmedView({ answer: { ...none, facts: [] }, dismissed: 2 }))).toEqual([
    '*No other documented case matches this.*',
    'library a1b2c3d',
  ])
})

test('when the facts rule out every candidate, none is shown as the answer', () => {
  const out = sampleMatch('inodes', { state: 'ruled-out', because: [ground('rules-out', 'only 7 % in use', 4)] })
  const answer = { confidence: 'low', matches: [out], facts: [], ask: undefined } as const
  expect(seen(confirmedView({ answer })).slice(0, 2)).toEqual([
    '*No documented case matches this.*',
    '✗ not inodes: only 7 % in use (line 4)',
  ])
})

test('a button whose value has no room is left out, and so is the block without buttons', () => {
  const [rich] = answerMessage(confirmedView({ investigation: 'x'.repeat(2000) }))
  expect(rich?.blocks?.some((it) => it.type === 'actions')).toBe(false)
  expect(rich && wrongInMessage(rich)).toEqual([])
})
