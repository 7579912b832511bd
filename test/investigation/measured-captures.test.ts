import { expect, test } from 'vitest'
import { withMeasuredCaptures } from '../../src/investigation/measured-captures.ts'
import type { Effect } from '../../src/model/case.ts'
import type { Fields, Origin } from '../../src/model/fact.ts'
import type { Verdict } from '../../src/model/verdict.ts'
import { sampleMatch } from '../messages/slack/sample-view.ts'

const NODE: Origin = { from: 'node', node: 'node-7', probe: 'p', at: '2026-11-20T08:12:44Z' }
const PASTE: Origin = { from: 'paste', command: 'df', lines: [1] }

const said = (fields: Fields, effect: Effect = 'confirms', origin: Origin = NODE) => ({
  effect,
  says: { en: '', zh: '' },
  fact: { kind: 'table', fields, origin },
})

function captures(because: Verdict['because'], state: Verdict['state'] = 'confirmed', captured = {}) {
  return withMeasuredCaptures(sampleMatch('mounts', { state, because }, { captures: captured })).captures
}

test('what was measured of what confirms fills placeholders', () => {
  expect(captures([said({ container: 'metrics-4f1c', pid: 4711 })])).toEqual({ container: 'metrics-4f1c', pid: '4711' })
})

test('a name that a signature of the case captures is another thing', () => {
  expect(captures([said({ path: '/sys/trace_pipe' })])).toEqual({})
  expect(captures([said({ path: '/sys/trace_pipe', pid: 1 })], 'confirmed', { path: '/var/t' })).toEqual({
    path: '/var/t',
    pid: '1',
  })
})

test('rows that differ fill nothing where they do', () => {
  const rows = [said({ pid: 1, container: 'a' }), said({ pid: 2, container: 'a' })]
  expect(captures(rows)).toEqual({ container: 'a' })
})

test('what only suggests, rules out or was pasted fills nothing, nor does anything before the case is confirmed', () => {
  expect(captures([said({ pid: 1 }, 'suggests'), said({ pid: 2 }, 'confirms', PASTE)])).toEqual({})
  expect(captures([said({ pid: 1 })], 'undecided')).toEqual({})
})
