import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fitParts, lengthOf, MESSAGE } from '../../../src/messages/slack/budget.ts'
import { type Element, line, type Part, part, plain, pre } from '../../../src/messages/slack/part.ts'

const more = (left: number) => `(${left} more)`
const words = (elements: readonly Element[] = []) =>
  elements.map((it) =>
    it.kind === 'pre' ? it.text : it.spans.map((span) => ('text' in span ? span.text : '')).join(''),
  )
const entries = (count: number, length: number) =>
  Array.from({ length: count }, (_, i) => [line(plain(String(i % 10).repeat(length), length))])

test('what fits is shown whole, in its order', () => {
  const parts = [part(2, line('b'), entries(1, 3)), part(1, undefined, entries(2, 3))]
  const { blocks, whole } = fitParts(parts, MESSAGE, more)
  expect(blocks.map(words)).toEqual([
    ['b', '000'],
    ['000', '111'],
  ])
  expect(whole).toBe(true)
})

test('the least important part goes first, and a part that is cut says how many are left', () => {
  const parts = [
    part(3, undefined, entries(5, 50)),
    part(2, undefined, entries(9, 100)),
    part(1, undefined, entries(1, 100)),
  ]
  const { blocks, whole } = fitParts(parts, { blocks: 50, text: 500 }, more)
  expect(blocks.map((block) => words(block).map((text) => text.slice(0, 8)))).toEqual([
    ['00000000', '11111111', '22222222', '(6 more)'],
    ['00000000'],
  ])
  expect(whole).toBe(false)
})

test('entries that the part itself left out are counted too', () => {
  const { blocks } = fitParts([part(1, undefined, entries(5, 10), 3)], MESSAGE, more)
  expect(words(blocks[0]).at(-1)).toBe('(2 more)')
})

test('an entry is shown whole or not at all', () => {
  const step = [line(plain('remove it')), line(plain('first: it is empty')), pre('rm -r /x'.padEnd(300, 'x'))]
  const { blocks } = fitParts([part(1, undefined, [[line('safe')], step])], { blocks: 50, text: 200 }, more)
  expect(blocks.map(words)).toEqual([['safe', '(1 more)']])
})

test('a part longer than a block goes on in the next one', () => {
  const { blocks } = fitParts([part(1, undefined, entries(8, 600))], MESSAGE, more)
  expect(blocks.map((block) => block.length)).toEqual([4, 4])
})

test('parts and entries that show nothing leave nothing', () => {
  const parts: Part[] = [part(1, line('heading'), []), part(1, undefined, [[line(plain('\u200b'))], [pre(' \n')]])]
  expect(fitParts(parts, MESSAGE, more)).toEqual({ blocks: [], whole: true })
})

test('no block is empty or too long, and all together keep the limits', () => {
  const element = fc.oneof(
    fc.integer({ min: 0, max: 2700 }).map((length) => line(plain('x'.repeat(length), 2700))),
    fc.integer({ min: 0, max: 2700 }).map((length) => pre('x'.repeat(length))),
  )
  const anyPart = fc
    .tuple(fc.nat(5), fc.array(fc.array(element, { maxLength: 3 }), { maxLength: 20 }))
    .map(([priority, them]) => part(priority, line('heading'), them))
  fc.assert(
    fc.property(fc.array(anyPart, { maxLength: 80 }), (parts) => {
      const { blocks } = fitParts(parts, MESSAGE, more)
      const lengths = blocks.map((block) => block.reduce((sum, it) => sum + lengthOf(it), 0))
      expect(blocks.length).toBeLessThanOrEqual(MESSAGE.blocks)
      expect(lengths.filter((length) => length < 2 || length > 2800)).toEqual([])
      expect(lengths.reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(MESSAGE.text)
    }),
    { numRuns: 100 },
  )
})
