import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clockOffset } from '../../src/model/clock-offset.ts'

test('a clock that is ahead, and how sure that is', () => {
  expect(clockOffset(1_000_100.5, 1_000_000_000, 1_000_001_000)).toEqual({
    offsetSeconds: 100,
    uncertaintySeconds: 0.5,
  })
})

test('the true offset lies within the uncertainty, whenever the node read its clock', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -1e9, max: 1e9, noNaN: true }),
      fc.nat(30_000),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (offset, wait, when) => {
        const askedAt = 1_750_000_000_000
        const epochSeconds = (askedAt + wait * when) / 1000 + offset
        const found = clockOffset(epochSeconds, askedAt, askedAt + wait)
        expect(Math.abs((found?.offsetSeconds ?? Number.NaN) - offset)).toBeLessThanOrEqual(wait / 2000 + 1e-5)
      },
    ),
  )
})

test.each([
  ['an answer that took too long', 1_000, 0, 31_000],
  ['an answer before the question', 1_000, 5_000, 4_000],
  ['no reading', Number.NaN, 0, 10],
])('says nothing after %s', (_what, epochSeconds, askedAt, answeredAt) => {
  expect(clockOffset(epochSeconds, askedAt, answeredAt)).toBeUndefined()
})
