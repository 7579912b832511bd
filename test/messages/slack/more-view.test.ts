import { expect, test } from 'vitest'
import { moreView } from '../../../src/messages/slack/more-view.ts'
import { wrongInView } from './limits.ts'
import { confirmedView, undecidedView } from './sample-view.ts'
import { visibleText } from './visible-text.ts'

test('everything about the case: verdict, all steps, evidence with its reason, siblings, background', () => {
  const view = moreView(confirmedView())
  expect([view.title.text, view.close?.text, view.callback_id]).toEqual(['Whole case', 'Close', 'more'])
  expect(visibleText(view.blocks)).toEqual([
    '*The table of mounts is full*',
    'Confirmed · high confidence · mounts',
    '✓ confirms: 99 of 100 entries are in use (line 5)',
    '| 2: node-7 agent: cannot add to /var/t 1: table full',
    'strong signature',
    '*Fix*',
    '1. Count the entries. (safe)',
    '| wc -l /proc/tables',
    '2. Raise the limit. (safe)',
    '| sysctl -w fs.table-max=200',
    '3. Remove the table. *(destructive)*',
    '*first:* nothing uses it',
    '| rm -r /var/t',
    '4. Upgrade. *(disruptive)*',
    '✗ not inodes: 7 % of the inodes are in use (line 4)',
    '*Cause*',
    'Entries are never removed.',
    '*Not the cause*',
    '• `table: slow`: is harmless',
    '*Prevention*',
    'Alert at 80 %.',
    '*Sources*',
    '• https://docs.example/table (the limit)',
    '*Symptoms*',
    '• `cannot add to <path:path>: table full` (strong)',
    '• nothing can be added any more',
    '*Applies to*',
    '• linux >=4.9',
    'storage/mounts · reviewed 2026-11-20',
  ])
})

test('of an undecided case, what to run and every candidate', () => {
  const lines = visibleText(moreView(undecidedView()).blocks)
  expect(lines).toContain('*To be sure, run*')
  expect(lines).toContain('*Would decide it*')
  expect(lines).toContain('• quota: The table of quota is full (low confidence)')
})

test('without a case it says so', () => {
  const view = moreView(confirmedView({ answer: { confidence: 'none', matches: [], facts: [], ask: undefined } }))
  expect(visibleText(view.blocks)).toEqual(['*No documented case matches this.*'])
  expect(wrongInView(view)).toEqual([])
})
