import { expect, test } from 'vitest'
import { loadKit } from '../../src/casebook.ts'
import { checkFacts } from '../../src/fleet/check-facts.ts'

const { kinds } = await loadKit()
const reported = { node: 'n1', probe: 'p', kinds, at: '2026-11-21T10:00:00Z' }

test('a field called node that is no name is kept', () => {
  const facts = [{ kind: 'conntrack-table', fields: { count: 10, max: 10, usedPercent: 100, node: true } }]
  const checked = checkFacts({ ...reported, facts, yields: ['conntrack-table'] })
  expect(checked.left).toEqual([])
  expect(checked.facts.map(({ fields }) => fields)).toEqual([facts[0]?.fields])
})

test('a row about another node is left out, and said', () => {
  const facts = [{ kind: 'node', fields: { name: 'n2' } }]
  const { facts: kept, left } = checkFacts({ ...reported, facts, yields: ['node'] })
  expect(kept).toEqual([])
  expect(left.map(({ says }) => says).join()).toContain('n2')
})
