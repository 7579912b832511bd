import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lineDifference, writtenDifference } from '../../src/messages/difference.ts'

const written = (before: string, after: string) => writtenDifference(lineDifference(before, after))

test('says what is gone and what is new, with two lines around', () => {
  const before = 'a\nb\nc\nd\ne\nf\ng\nh\n'
  expect(written(before, before.replace('e', 'E'))).toBe('…\n  c\n  d\n- e\n+ E\n  f\n  g\n…')
})

test('of equal texts there is nothing to say', () => {
  expect(written('a\nb\n', 'a\nb\n')).toBe('')
})

test('of a new text every line is new', () => {
  expect(written('', 'a\nb\n')).toBe('+ a\n+ b')
})

const text = fc.array(fc.constantFrom('a', 'b', 'c', '', ' '), { maxLength: 12 }).map((lines) => lines.join('\n'))

test('whatever the texts, what is marked turns one into the other', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = lineDifference(before, after)
      const marked = (mark: string) => lines.filter((it) => it.mark === mark).map((it) => it.text)
      const count = (all: readonly string[], line: string) => all.filter((it) => it === line).length
      const [a, b] = [linesOf(before), linesOf(after)]
      for (const line of new Set([...a, ...b]))
        expect(count(b, line) - count(a, line)).toBe(count(marked('+'), line) - count(marked('-'), line))
      expect(lines.some(({ mark }) => mark !== ' ')).toBe(a.join('\n') !== b.join('\n'))
    }),
  )
})

test('two long texts that have nothing in common cost no more than a screen', () => {
  const long = (word: string) => Array.from({ length: 20_000 }, (_, i) => `${word} ${i}`).join('\n')
  const started = performance.now()
  expect(lineDifference(long('a'), long('b'))).toHaveLength(40_000)
  expect(performance.now() - started).toBeLessThan(2000)
})

function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n')
}
