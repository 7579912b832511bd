import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseDurationSeconds } from '../../../src/parsers/text/duration.ts'

test.each([
  ['0s', 0],
  ['20h', 72_000],
  ['4d21h', 4 * 86_400 + 21 * 3_600],
  ['1d', 86_400],
  ['2y45d', (2 * 365 + 45) * 86_400],
  ['4m9s', 249],
  ['3m5.3s', 185.3],
  ['3m12.618290455s', 192.618290455],
  ['250ms', 0.25],
  ['12µs', 0.000012],
])('reads %s', (text, seconds) => {
  expect(parseDurationSeconds(text)).toBeCloseTo(seconds, 9)
})

test.each(['', '5', 's', '-5s', '5s ago', '<unknown>', '<invalid>', '3h2d', '1.5h', '5S', '5s5s'])(
  'does not read %j',
  (text) => {
    expect(parseDurationSeconds(text)).toBeUndefined()
  },
)

test('reads what it writes', () => {
  const part = fc.nat(10_000)
  fc.assert(
    fc.property(part, part, part, part, (days, hours, minutes, seconds) => {
      const text = `${days}d${hours}h${minutes}m${seconds}s`
      expect(parseDurationSeconds(text)).toBe(days * 86_400 + hours * 3_600 + minutes * 60 + seconds)
    }),
  )
})

test('any text is a number that is not negative, or nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(parseDurationSeconds(text) ?? 0).toBeGreaterThanOrEqual(0)
    }),
  )
})
