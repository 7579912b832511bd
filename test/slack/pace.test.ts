import { expect, test } from 'vitest'
import { Pace } from '../../src/slack/outbox/pace.ts'

test('one post a second in a channel, other channels meanwhile', () => {
  const pace = new Pace()
  expect(pace.next('chat.postMessage', 'C1', 1000)).toBe(1000)
  expect(pace.next('chat.postMessage', 'C1', 1200)).toBe(2000)
  expect(pace.next('chat.postMessage', 'C2', 1200)).toBe(1200)
  expect(pace.next('chat.postMessage', 'C1', 2000)).toBe(2000)
})

test('updates are limited over all channels', () => {
  const pace = new Pace()
  expect(pace.next('chat.update', 'C1', 0)).toBe(0)
  expect(pace.next('chat.update', 'C2', 100)).toBe(1200)
})

test('a pause holds for as long as Slack says', () => {
  const pace = new Pace()
  pace.pause('chat.postMessage', 'C1', 30_000)
  expect(pace.next('chat.postMessage', 'C1', 5000)).toBe(30_000)
  expect(pace.next('chat.postMessage', 'C2', 5000)).toBe(5000)
})
