import { expect, test } from 'vitest'
import { Haste } from '../../../src/agent/children/haste.ts'

const look = (probe: string, deadlineMs: number) =>
  ({ request: { type: 'look', probe, piece: { name: probe, pool: 'kernel' } }, deadlineMs }) as const

test('a socket that always was quick comes after what reads kernel text, which cannot take long', () => {
  const haste = new Haste()
  const [socket, table] = [look('docker-engine', 5000), look('mount-table', 2000)]
  haste.learn(socket, 3)
  haste.learn(table, 400)
  expect(haste.expect(socket)).toBeGreaterThan(haste.expect(table))
})

test('of those that may take as long, the one that was quick last time comes first, and who never ran last', () => {
  const haste = new Haste()
  haste.learn(look('a', 300), 40)
  haste.learn(look('b', 300), 2)
  const order = ['c', 'a', 'b'].toSorted((x, y) => haste.expect(look(x, 300)) - haste.expect(look(y, 300)))
  expect(order).toEqual(['b', 'a', 'c'])
  haste.learn(look('b', 300), 90_000)
  expect(haste.expect(look('b', 300))).toBe(haste.expect(look('c', 300)))
})

test('what a plan says others wait for', () => {
  expect(new Haste().expect({ request: { type: 'plan', probe: 'filesystems' }, deadlineMs: 1500 })).toBe(0)
})
