import { expect, test } from 'vitest'
import { writtenDuration } from '../../../src/messages/slack/duration.ts'

const MINUTE = 60_000

test.each([
  [-5, 'less than a minute', '不到 1 分钟'],
  [Number.NaN, 'less than a minute', '不到 1 分钟'],
  [59_999, 'less than a minute', '不到 1 分钟'],
  [MINUTE, '1 min', '1 分钟'],
  [59 * MINUTE, '59 min', '59 分钟'],
  [60 * MINUTE, '1 h', '1 小时'],
  [47 * 60 * MINUTE, '47 h', '47 小时'],
  [48 * 60 * MINUTE, '2 days', '2 天'],
])('%d ms', (ms, en, zh) => {
  expect([writtenDuration(ms, 'en'), writtenDuration(ms, 'zh')]).toEqual([en, zh])
})
