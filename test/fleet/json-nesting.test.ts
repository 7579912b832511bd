import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nestsDeeper } from '../../src/fleet/json-nesting.ts'

test('the depth of any JSON is what a walk through its value finds', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6, noUnicodeString: false }), (value) => {
      const text = JSON.stringify(value)
      const depth = depthOf(value)
      expect([nestsDeeper(text, depth), depth > 0 && !nestsDeeper(text, depth - 1)]).toEqual([false, false])
    }),
  )
})

test.each([
  ['"[[[["', 0, false],
  ['"\\"[[["', 0, false],
  ['"\\\\"[', 0, true],
  ['[[[', 2, true],
  ['[]'.repeat(1000), 1, false],
  ['{"a":[{"b":"]]]]"}]}', 2, true],
  ['"never ends [[[[', 0, false],
])('%s', (text, most, expected) => {
  expect(nestsDeeper(text, most)).toBe(expected)
})

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Math.max(0, ...Object.values(value).map(depthOf))
}
