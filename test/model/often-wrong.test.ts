import { expect, test } from 'vitest'
import { isOftenWrong } from '../../src/model/often-wrong.ts'

test.each([
  [{ right: 0, wrong: 1 }, false],
  [{ right: 0, wrong: 2 }, true],
  [{ right: 2, wrong: 2 }, false],
  [{ right: 2, wrong: 3 }, true],
  [{ right: 1, wrong: 3, shown: 7 }, false],
])('%o is often wrong: %s', (judged, expected) => {
  expect(isOftenWrong(judged)).toBe(expected)
})
