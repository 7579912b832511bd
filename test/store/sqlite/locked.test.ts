import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import type { Store } from '../../../src/model/store.ts'
import { openSqliteStore } from '../../../src/store/sqlite/open.ts'
import { delivery, post } from '../samples.ts'
import { type Child, removeCompiled, startChild } from './child.ts'
import { newFolder } from './new-folder.ts'

afterAll(removeCompiled)

let file: string
let store: Store
let locker: Child

beforeEach(async () => {
  file = join(newFolder(), 'casebook.db')
  store = openSqliteStore(file)
  locker = startChild('test/store/sqlite/child-locker.ts', file)
  expect((await locker.lines.next()).value).toBe('locked')
})
afterEach(async () => {
  await locker.kill()
  await store.close()
})

// The other process lets go only when it is told: what happens before that happens under the lock, however slow the
// machine is.

test('receive says that it is busy while the lock is still held, and keeps nothing', async () => {
  expect(() => store.receive(delivery('Ev1'))).toThrow(
    expect.objectContaining({ name: 'KnownError', code: 'store-busy' }),
  )
  expect(await store.undone(1)).toEqual([])
  await release()
  expect(store.receive(delivery('Ev1'))).toBe(true)
})

test('many deliveries at once wait once, not one after the other', async () => {
  const start = performance.now()
  for (let i = 0; i < 50; i++) expect(() => store.receive(delivery(`Ev${i}`))).toThrow()
  // One after the other would be 10 s; half of that leaves room for any machine.
  expect(performance.now() - start).toBeLessThan(5000)
})

test('a change waits without stopping the event loop, and is kept when the lock goes', async () => {
  const order: string[] = []
  const commits = ['m1', 'm2', 'm3'].map((id) => store.commit({ send: [post(id)] }).then(() => order.push(id)))
  // A wait that blocks would let no timer run before it is over.
  for (let tick = 0; tick < 100; tick++) await sleep(20)
  expect(order).toEqual([])
  expect(await store.outgoing('m1')).toBeUndefined()
  await release()
  await Promise.all(commits)
  expect(order).toEqual(['m1', 'm2', 'm3'])
})

test('a change gives up after its time, and says why', async () => {
  const impatientFile = join(newFolder(), 'casebook.db')
  const impatient = openSqliteStore(impatientFile, { waitMs: 100 })
  const other = startChild('test/store/sqlite/child-locker.ts', impatientFile)
  await other.lines.next()
  await expect(impatient.commit({ send: [post('m1')] })).rejects.toMatchObject({ code: 'store-busy' })
  await other.kill()
  expect(await impatient.outgoing('m1')).toBeUndefined()
  await impatient.commit({ send: [post('m1')] })
  expect((await impatient.outgoing('m1'))?.state).toBe('pending')
  await impatient.close()
})

test('reading goes on', async () => {
  expect(await store.due(0)).toEqual([])
  await store.check()
})

async function release(): Promise<void> {
  locker.say('release')
  expect((await locker.lines.next()).value).toBe('released')
}
