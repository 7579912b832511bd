import { expect, test } from 'vitest'
import { Lanes } from '../../src/slack/intake/lanes.ts'

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

test('tasks of one key run in order, one at a time', async () => {
  const lanes = new Lanes(4)
  const seen: string[] = []
  const task = (name: string) => async () => {
    seen.push(`${name} starts`)
    await turn()
    seen.push(`${name} ends`)
  }
  await Promise.all([lanes.run('a', task('1')), lanes.run('a', task('2'))])
  expect(seen).toEqual(['1 starts', '1 ends', '2 starts', '2 ends'])
})

test('tasks of different keys run side by side, at most as many as there are lanes', async () => {
  const lanes = new Lanes(2)
  let running = 0
  let most = 0
  const task = async (): Promise<void> => {
    most = Math.max(most, ++running)
    await turn()
    running--
  }
  await Promise.all(['a', 'b', 'c', 'd', 'e'].map((key) => lanes.run(key, task)))
  expect(most).toBe(2)
})

test('a task that fails stops neither its lane nor the others', async () => {
  const lanes = new Lanes(1)
  const failing = lanes.run('a', () => Promise.reject(new Error('no')))
  const after = lanes.run('a', async () => {})
  await expect(failing).rejects.toThrow('no')
  await expect(after).resolves.toBeUndefined()
  await lanes.idle()
})
