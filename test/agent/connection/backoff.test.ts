import { expect, test } from 'vitest'
import { waitMs } from '../../../src/agent/connection/backoff.ts'

test('the range of a wait doubles with each failure up to half a minute, and starts at nothing', () => {
  expect([0, 1, 2, 3, 4, 5, 6, 99].map((failures) => waitMs(failures, 1))).toEqual([
    1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000,
  ])
  expect(waitMs(99, 0)).toBe(0)
})
