import { expect, test } from 'vitest'
import { caseListMessage } from '../../../src/messages/slack/case-list-message.ts'
import { caseMessage } from '../../../src/messages/slack/case-message.ts'
import { errorMessage } from '../../../src/messages/slack/error-message.ts'
import { helpMessage } from '../../../src/messages/slack/help-message.ts'
import type { SlackMessage } from '../../../src/messages/slack/ladder.ts'
import { sampleCase } from './sample-view.ts'
import { visibleText } from './visible-text.ts'

const seen = ([rich]: readonly SlackMessage[]) => visibleText(rich?.blocks)

test('a case whole', () => {
  const lines = seen(caseMessage(sampleCase('mounts'), 'en'))
  expect(lines.slice(0, 5)).toEqual([
    '*The table of mounts is full*',
    '*Cause*',
    'Entries are never removed.',
    '*Fix*',
    '1. Count the entries. (safe)',
  ])
  expect(lines).toContain('| rm -r <path>')
  expect(lines).toContain('4. Upgrade. *(disruptive)*')
  expect(lines.at(-1)).toBe('storage/mounts · reviewed 2026-11-20')
})

test('a list has a line for each case', () => {
  const forms = caseListMessage([sampleCase('mounts'), sampleCase('quota')], 'en', new Map())
  expect(seen(forms)).toEqual([
    '*2 documented cases*',
    '• `mounts` The table of mounts is full',
    '• `quota` The table of quota is full',
  ])
  expect(forms[2]?.text).toBe(
    '2 documented cases\nmounts: The table of mounts is full\nquota: The table of quota is full',
  )
})

test('a list of hundreds ends with how many are left', () => {
  const cases = Array.from({ length: 500 }, (_, i) => sampleCase(`case-${i}`))
  const lines = seen(caseListMessage(cases, 'en', new Map()))
  expect(lines.at(-1)).toBe(`(${500 - (lines.length - 2)} more)`)
  expect(lines.length).toBeGreaterThan(100)
})

test('a search without a case says so', () => {
  expect(seen(caseListMessage([], 'zh', new Map()))).toEqual(['*没有包含这些词的已记录案例。*'])
})

test('help lists the commands that there are', () => {
  const says = { en: 'finds cases', zh: '查找案例' }
  expect(seen(helpMessage([{ usage: '/casebook search WORDS', says }], 'en'))).toEqual([
    '*Casebook answers pasted node errors with the documented case*',
    'Paste an error or the output of a command in a thread and mention me, or send it to me directly.',
    'Paste more output in the same thread, and the answer is decided anew.',
    '*Commands*',
    '• `/casebook search WORDS` finds cases',
  ])
})

test('a failure has a reference, and the sentence of an error that may be shown', () => {
  expect(seen(errorMessage({ reference: 'r-7' }, 'en'))).toEqual([
    '*This did not work.*',
    'Try again; when it fails again, send the reference to whoever runs Casebook.',
    'Reference: `r-7`',
  ])
  expect(errorMessage({ reference: 'r-7', sentence: 'The paste is <too> large.' }, 'en')[2]?.text).toBe(
    'This did not work.\nThe paste is &lt;too&gt; large.\nReference: r-7',
  )
})
