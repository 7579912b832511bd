import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeEach, describe, expect, test } from 'vitest'
import { FORGOTTEN } from '../../../src/model/people.ts'
import type { Store } from '../../../src/model/store.ts'
import { openSqliteStore } from '../../../src/store/sqlite/open.ts'
import { delivery, investigation, post } from '../samples.ts'
import { newFolder } from './new-folder.ts'

const ALICE = 'U0ALICE01'
const SECRET = 'what alice wrote '.repeat(10)
const DAY_MS = 86_400_000

let file: string
let store: Store
const statements: string[] = []
beforeEach(() => {
  file = join(newFolder(), 'casebook.db')
  statements.splice(0)
  store = openSqliteStore(file, { onStatement: (sql) => statements.push(sql) })
})

const isOnDisk = (text: string): boolean =>
  [file, `${file}-wal`].some((path) => existsSync(path) && readFileSync(path).includes(text))

describe('forgetting a person', () => {
  test('leaves no trace of what they sent and did in the files', async () => {
    for (let i = 0; i < 250; i++) {
      store.receive(delivery(`Ev${i}`, { body: { user: ALICE, text: `${SECRET}${i}` } }))
      await store.audit({ at: i, actor: ALICE, action: 'a', object: 'o', allowed: true })
    }
    await store.commit({ send: [post('m1', { payload: { forms: [{ text: `<@${ALICE}> solved it` }] } })] })
    await store.settle('m1', { state: 'sending' })
    await store.settle('m1', { state: 'sent', sent: { channel: 'C1', ts: '1.1' } })
    expect([SECRET, ALICE].map(isOnDisk)).toEqual([true, true])
    await store.people.forget(ALICE)
    expect([SECRET, ALICE].map(isOnDisk)).toEqual([false, false])
    expect(rows('SELECT DISTINCT actor FROM audit')).toEqual([{ actor: FORGOTTEN }])
    expect(rows('SELECT count(*) AS kept FROM audit')).toEqual([{ kept: 250 }])
    await store.close()
  })

  test('takes the facts that votes rested on, in what is shortened too; the votes count on', async () => {
    const said = {
      caseId: 'c',
      fingerprint: 'f',
      opinion: 'solved',
      node: '',
      person: 'U2',
      channel: 'C1',
      at: 1,
      facts: [{ kind: 'filesystem', fields: { mountpoint: SECRET } }],
    } as const
    for (const investigation of ['I1', 'I2', 'I3'])
      await store.commit({ feedback: { withdrawn: [], said: [{ ...said, investigation }] } })
    await store.commit({ forget: { investigation: 'I1', revision: 1, isWhole: true, subject: 'S1', instead: 'gone' } })
    await store.commit({ forget: { investigation: 'I2', revision: 1, isWhole: false, subject: 'S2', instead: 'gone' } })
    expect(rows('SELECT investigation FROM feedback WHERE facts IS NOT NULL')).toEqual([{ investigation: 'I3' }])
    expect(await store.feedback.votes('c')).toHaveLength(3)
    await store.close()
  })

  test('looks at a hundred rows in each commit, so that others have their turn between', async () => {
    for (let i = 0; i < 1000; i++) store.receive(delivery(`Ev${i}`, { body: { user: 'U2', text: SECRET } }))
    statements.splice(0)
    let others = 0
    const timer = setInterval(() => others++, 0)
    await store.people.forget(ALICE)
    clearInterval(timer)
    const looks = statements.filter((sql) => sql.startsWith('UPDATE delivery SET body'))
    expect(looks).toHaveLength(10)
    expect(looks.every((sql) => bounds(sql) === 100)).toBe(true)
    expect(statements.filter((sql) => sql === 'COMMIT').length).toBeGreaterThan(10)
    expect(others).toBeGreaterThan(0)
    await store.close()
  })
})

/** How many rows lie between the bounds of a statement. */
function bounds(sql: string): number {
  const [, after = '', last = ''] = /number > ([\d.]+) AND number <= ([\d.]+)/.exec(sql) ?? []
  return Number(last) - Number(after)
}

describe('purging', () => {
  test('deletes every row and its bytes, and closes', async () => {
    await store.commit({
      investigation: investigation('I1', { author: ALICE, pastes: [{ message: '1', text: SECRET }] }),
    })
    store.receive(delivery('Ev1', { body: SECRET.repeat(10_000) }))
    await store.purge()
    expect(statSync(file).size).toBeLessThan(500_000)
    expect([SECRET, ALICE].map(isOnDisk)).toEqual([false, false])
    expect(() => store.receive(delivery('Ev2'))).toThrow('not open')
    const again = openSqliteStore(file)
    expect(await again.investigation('I1')).toBeUndefined()
    expect(again.receive(delivery('Ev1'))).toBe(true)
    await again.close()
  })

  test('that ends before its last step has deleted everything but the delivery that asks for it, and is done again', async () => {
    await store.commit({
      investigation: investigation('I1', { author: ALICE, pastes: [{ message: '1', text: SECRET }] }),
    })
    store.receive(delivery('Ev removal'))
    writeFileSync(`${file}.before-0003`, SECRET)
    const other = new Database(file)
    other.exec(`CREATE TRIGGER cut BEFORE DELETE ON delivery BEGIN SELECT raise(ABORT, 'cut short'); END`)
    await expect(store.purge()).rejects.toThrow('cut short')
    expect([SECRET, ALICE].map(isOnDisk)).toEqual([false, false])
    expect(existsSync(`${file}.before-0003`)).toBe(false)
    await store.close()
    other.exec('DROP TRIGGER cut')
    other.close()
    const again = openSqliteStore(file)
    expect((await again.undone(10)).map(({ key }) => key)).toEqual(['Ev removal'])
    await again.purge()
    expect(rows('SELECT key FROM delivery')).toEqual([])
  })

  test('keeps nothing that was to be written after it', async () => {
    const purged = store.purge()
    const late = store.commit({ investigation: investigation('I1') })
    await purged
    await expect(late).rejects.toMatchObject({ code: 'store-closed' })
  })
})

describe('copies beside the file', () => {
  const copies = [
    '.before-0003',
    '.before-restore-2026-11-21T12-00-00.000Z',
    '.before-restore-2026-11-21T12-00-00.000Z-wal',
  ]
  const others = ['.before-i-changed-it', '.backup', '-2.before-0003']
  const there = (names: readonly string[]) => names.filter((name) => existsSync(`${file}${name}`))

  test('go when pastes go, and nobody else’s files', async () => {
    for (const name of [...copies, ...others]) writeFileSync(`${file}${name}`, 'x')
    const keep = { pastesMs: DAY_MS, auditMs: DAY_MS }
    await store.prune(Date.now() + DAY_MS / 2, keep)
    expect(there(copies)).toEqual(copies)
    await store.prune(Date.now() + 2 * DAY_MS, keep)
    expect(there(copies)).toEqual([])
    expect(there(others)).toEqual(others)
    await store.close()
  })
})

function rows(sql: string): unknown[] {
  const db = new Database(file, { readonly: true })
  try {
    return db.prepare(sql).all()
  } finally {
    db.close()
  }
}
