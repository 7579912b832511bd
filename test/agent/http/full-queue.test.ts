import { expect, test } from 'vitest'
import { whileQueueIsFull } from '../../../src/agent/http/full-queue.ts'

const FULL = Object.assign(new Error('connect EAGAIN'), { code: 'EAGAIN' })

test('tries again while the queue is full, with the time that is left', async () => {
  const given: number[] = []
  const answer = await whileQueueIsFull(2_000, async (leftMs) => {
    given.push(leftMs)
    if (given.length < 3) throw FULL
    return 'answered'
  })
  expect(answer).toBe('answered')
  expect(given[0]).toBe(2_000)
  expect(given[2]).toBeLessThan(1_850)
})

test('gives up when the time is over', async () => {
  const started = performance.now()
  await expect(whileQueueIsFull(400, () => Promise.reject(FULL))).rejects.toBe(FULL)
  expect(performance.now() - started).toBeGreaterThan(180)
})

test('does not try again after another error', async () => {
  let tries = 0
  const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })
  const attempt = async () => {
    tries++
    throw refused
  }
  await expect(whileQueueIsFull(400, attempt)).rejects.toBe(refused)
  expect(tries).toBe(1)
})
