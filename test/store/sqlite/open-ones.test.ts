import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Investigation } from '../../../src/model/investigation.ts'
import type { Store } from '../../../src/model/store.ts'
import { openSqliteStore } from '../../../src/store/sqlite/open.ts'
import { investigation, post } from '../samples.ts'
import { newFolder } from './new-folder.ts'

const shown = (id: string, rest: Partial<Investigation>) => investigation(id, { audience: 'thread', ...rest })
const openOf = async (store: Store, author: string) =>
  (await store.openInvestigationsOf(author, 10)).map(({ id }) => id)

test('what was open before the start is found beside what came since, and no more once it is solved', async () => {
  const file = join(newFolder(), 'casebook.db')
  const before = openSqliteStore(file)
  for (let i = 0; i < 250; i++)
    await before.commit({ investigation: shown(`i${i}`, { openedAt: i, author: `U${i % 25}` }) })
  await before.close()
  const store = openSqliteStore(file)
  await store.commit({ investigation: shown('new', { openedAt: 1000, author: 'U3' }) })
  expect(await openOf(store, 'U3')).toEqual(['new', ...[228, 203, 178, 153, 128, 103, 78, 53, 28].map((i) => `i${i}`)])
  await store.commit({ investigation: shown('i203', { openedAt: 203, author: 'U3', state: 'solved', revision: 2 }) })
  expect(await openOf(store, 'U3')).toEqual(['new', ...[228, 178, 153, 128, 103, 78, 53, 28, 3].map((i) => `i${i}`)])
  await store.commit({ investigation: shown('i203', { openedAt: 203, author: 'U3', revision: 3 }) })
  expect((await openOf(store, 'U3')).slice(0, 3)).toEqual(['new', 'i228', 'i203'])
  await store.close()
})

test('what was never kept is not found, and what somebody else has now is not theirs', async () => {
  const store = openSqliteStore(join(newFolder(), 'casebook.db'))
  const twice = { investigation: shown('never', {}), send: [post('m1'), post('m1')] }
  await expect(store.commit(twice)).rejects.toThrow()
  expect(await openOf(store, 'U1')).toEqual([])
  await store.commit({ investigation: shown('given', {}) })
  await store.commit({ investigation: shown('given', { author: 'U2', revision: 2 }) })
  expect([await openOf(store, 'U1'), await openOf(store, 'U2')]).toEqual([[], ['given']])
  await store.close()
})

test('of somebody with very many the newest are found', async () => {
  const store = openSqliteStore(join(newFolder(), 'casebook.db'))
  for (let i = 0; i < 230; i++) await store.commit({ investigation: shown(`i${i}`, { openedAt: (i * 7) % 230 }) })
  const newest = await store.openInvestigationsOf('U1', 3)
  expect(newest.map(({ openedAt }) => openedAt)).toEqual([229, 228, 227])
  await store.close()
})
