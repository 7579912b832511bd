import { expect, test } from 'vitest'
import { VirtualClock } from './clock.ts'

test('stands still until it is advanced', () => {
  const clock = new VirtualClock({ start: 1_000 })
  expect(clock.now()).toBe(1_000)
  clock.advance(500)
  expect(clock.now()).toBe(1_500)
})

test('runs what falls due in order, each at its own moment, also what is added on the way', () => {
  const clock = new VirtualClock({ start: 0 })
  const ran: [string, number][] = []
  clock.after(300, () => ran.push(['late', clock.now()]))
  clock.after(100, () => {
    ran.push(['early', clock.now()])
    clock.after(50, () => ran.push(['added', clock.now()]))
  })
  const callOff = clock.after(200, () => ran.push(['called off', clock.now()]))
  callOff()
  clock.advance(299)
  expect(ran).toEqual([
    ['early', 100],
    ['added', 150],
  ])
  clock.advance(1)
  expect(ran.at(-1)).toEqual(['late', 300])
})

test('follows real time too when it is running', () => {
  const clock = new VirtualClock({ start: 0, running: true })
  clock.advance(60_000)
  expect(clock.now()).toBeGreaterThanOrEqual(60_000)
  expect(clock.now()).toBeLessThan(61_000)
})
