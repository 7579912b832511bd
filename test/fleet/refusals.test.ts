import { expect, test } from 'vitest'
import { Refusals } from '../../src/fleet/refusals.ts'

const LIMITS = { refusals: 3, forgiveEveryMs: 1000 }

test('an address is shut after so many refusals, and one is forgiven at a time', () => {
  let now = 0
  const refusals = new Refusals(LIMITS, () => now)
  const shut: boolean[] = []
  for (let i = 0; i < 3; i++) {
    refusals.note('192.0.2.1')
    shut.push(refusals.isShut('192.0.2.1'))
  }
  expect(shut).toEqual([false, false, true])
  expect(refusals.isShut('192.0.2.2')).toBe(false)
  now = 1000
  expect(refusals.isShut('192.0.2.1')).toBe(false)
  refusals.note('192.0.2.1')
  expect(refusals.isShut('192.0.2.1')).toBe(true)
  now = 10_000
  for (let i = 0; i < 2; i++) refusals.note('192.0.2.1')
  expect(refusals.isShut('192.0.2.1')).toBe(false)
})

test('a flood from everywhere is remembered only so far', () => {
  const refusals = new Refusals({ refusals: 1, forgiveEveryMs: 1000 }, () => 0)
  for (let i = 0; i < 10_001; i++) refusals.note(`10.0.${i >> 8}.${i & 255}`)
  expect([refusals.isShut('10.0.0.0'), refusals.isShut('10.0.0.1')]).toEqual([false, true])
})
