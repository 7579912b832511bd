import { execFileSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, describe, expect, test } from 'vitest'
import type { Store } from '../../../src/model/store.ts'
import { openSqliteStore } from '../../../src/store/sqlite/open.ts'
import { delivery, investigation, post } from '../samples.ts'
import { newFolder } from './new-folder.ts'

const BODY = { text: 'x'.repeat(20_000) }
const HOUR_MS = 3_600_000

interface Place {
  readonly name: string
  readonly open: () => { file: string; store: Store }
  readonly makeRoom: (file: string, store: Store) => Promise<void>
}

const limited: Place = {
  name: 'its own limit',
  open() {
    const file = join(newFolder(), 'casebook.db')
    return { file, store: openSqliteStore(file, { maxBytes: 1 << 20 }) }
  },
  makeRoom: (_, store) => store.prune(100 * HOUR_MS, { pastesMs: HOUR_MS, auditMs: HOUR_MS }),
}

const tmpfs = mountTmpfs()
const smallDisk: Place = {
  name: 'a small disk',
  open() {
    const file = join(tmpfs ?? '', 'casebook.db')
    writeFileSync(join(tmpfs ?? '', 'ballast'), Buffer.alloc(1 << 20))
    return { file, store: openSqliteStore(file) }
  },
  makeRoom: async () => rmSync(join(tmpfs ?? '', 'ballast')),
}

afterAll(() => {
  if (tmpfs) execFileSync('umount', [tmpfs])
})

// A real full disk where mounting is allowed; everywhere, the limit that SQLite takes for one.
describe.each(tmpfs ? [limited, smallDisk] : [limited])('a database filled to $name', ({ open, makeRoom }) => {
  test('refuses without harm, and works again when there is room', async () => {
    const { file, store } = open()
    const acknowledged = await fill(store)
    expect(acknowledged.length).toBeGreaterThan(10)

    for (let i = 0; i < 20; i++) {
      expect(() => store.receive(delivery(`refused ${i}`, { body: BODY }))).toThrow(
        expect.objectContaining({ name: 'KnownError', code: 'store-full' }),
      )
    }
    const change = store.commit({ done: 'Ev0', send: [post('m1', { payload: BODY }), post('m2', { payload: BODY })] })
    await expect(change).rejects.toMatchObject({ code: 'store-full' })
    expect((await store.undone(1000)).map(({ key }) => key)).toEqual(acknowledged)

    await makeRoom(file, store)
    expect(store.receive(delivery('refused 1', { body: BODY }))).toBe(true)
    await store.commit({ done: 'Ev0', send: [post('m1', { payload: BODY })] })
    expect((await store.undone(1000)).map(({ key }) => key)).toEqual([...acknowledged.slice(1), 'refused 1'])
    await store.close()
    expect(integrityOf(file)).toBe('ok')
  })
})

/** Two thirds done long ago, their text in investigations, the rest not; returns the keys that are not. */
async function fill(store: Store): Promise<string[]> {
  const undone: string[] = []
  try {
    for (let i = 0; ; i++) {
      const key = `Ev${i}`
      store.receive(delivery(key, { body: BODY }))
      undone.push(key)
      if (i % 3 === 0) continue
      await store.commit({ done: key, investigation: investigation(key, { pastes: [{ message: '1', ...BODY }] }) })
      undone.pop()
    }
  } catch (error) {
    expect(error).toMatchObject({ code: 'store-full' })
    return undone
  }
}

function integrityOf(file: string): unknown {
  const db = new Database(file, { readonly: true })
  const answer = db.pragma('integrity_check', { simple: true })
  db.close()
  return answer
}

function mountTmpfs(): string | undefined {
  const folder = newFolder()
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder], { stdio: 'ignore' })
    return folder
  } catch {
    return undefined
  }
}
