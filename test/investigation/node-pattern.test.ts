import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileNodePattern } from '../../src/investigation/node-pattern.ts'

const agent = (node: string, labels: Readonly<Record<string, string>> = {}) => ({ node, labels })

test.each([
  ['node-7', 'node-7', true],
  ['node-7', 'node-70', false],
  ['node-*', 'node-', true],
  ['*', '', true],
  ['*-gpu-*', 'a-gpu-1', true],
  ['a*a', 'a', false],
  ['a*b*c', 'a-c-b', false],
  ['a*b*b', 'ab', false],
  ['node.7', 'nodeX7', false],
  ['node-[0-9]', 'node-7', false],
  ['node-?', 'node-7', false],
  ['NODE-7', 'node-7', false],
])('%s of the node %s: %s', (pattern, node, fits) => {
  expect(compileNodePattern(pattern)(agent(node))).toBe(fits)
})

test.each([
  ['pool=gpu', { pool: 'gpu' }, true],
  ['pool=gpu-*', { pool: 'gpu-a100' }, true],
  ['pool=*', {}, false],
  ['pool=', { pool: '' }, true],
  ['p*=gpu', { pool: 'gpu' }, false],
  ['constructor=*', {}, false],
  ['a=b=c', { a: 'b=c' }, true],
])('%s of the labels %j: %s', (pattern, labels: Record<string, string>, fits) => {
  expect(compileNodePattern(pattern)(agent('pool=gpu', labels))).toBe(fits)
})

test('says the same as the regular expression that it stands for', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '-', '*'), maxLength: 12 })
  fc.assert(
    fc.property(text, text, (pattern, node) => {
      const expected = new RegExp(`^${pattern.replaceAll(/\*+/g, '[^]{0,12}')}$`).test(node)
      expect(compileNodePattern(pattern)(agent(node))).toBe(expected)
    }),
    { numRuns: 2000 },
  )
})

test('ten thousand stars cost nothing', () => {
  const fits = compileNodePattern('*a'.repeat(10_000))
  const started = performance.now()
  expect(fits(agent(`${'a'.repeat(9_999)}b`))).toBe(false)
  expect(performance.now() - started).toBeLessThan(200)
})
