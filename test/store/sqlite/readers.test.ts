import { statSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Store } from '../../../src/model/store.ts'
import { openSqliteStore } from '../../../src/store/sqlite/open.ts'
import { delivery, investigation, post } from '../samples.ts'
import { newFolder } from './new-folder.ts'

const BODY = 'x'.repeat(10_000)
const FOREVER = { pastesMs: 1e12, auditMs: 1e12 }

let file: string
let store: Store
/** Of somebody who looks whether a reader keeps the write-ahead log from being emptied. */
let other: Database.Database
beforeEach(() => {
  file = join(newFolder(), 'casebook.db')
  store = openSqliteStore(file)
  other = new Database(file, { timeout: 0 })
  for (let i = 0; i < 200; i++) store.receive(delivery(`Ev${i}`, { body: BODY }))
})
afterEach(async () => {
  other.close()
  await store.close()
})

/** Whether nobody reads a state of the database older than the newest. */
function isLogFree(): boolean {
  const [result] = other.pragma('wal_checkpoint(TRUNCATE)') as [{ busy: number }]
  return result.busy === 0
}

type Method = {
  [Name in keyof Store]: Store[Name] extends (...given: never[]) => unknown ? Name : never
}[keyof Store]

/** Every method that reads or writes, so that a new one cannot be forgotten. */
const uses: Readonly<Record<Exclude<Method, 'close' | 'purge'>, () => unknown>> = {
  receive: () => store.receive(delivery('Ev new')),
  undone: () => store.undone(10),
  commit: () => store.commit({ done: 'Ev1', investigation: investigation('I1'), send: [post('m1'), post('m2')] }),
  investigation: () => store.investigation('I1'),
  investigationIn: () => store.investigationIn('C1', '1.1'),
  openInvestigationsOf: () => store.openInvestigationsOf('U1', 10),
  openQuestions: () => store.openQuestions(),
  channelSetting: () => store.channelSetting('C1'),
  channelSettings: () => store.channelSettings(),
  due: () => store.due(1),
  nextDue: () => store.nextDue(),
  outgoing: () => store.outgoing('m1'),
  settle: () => store.commit({ send: [post('m3')] }).then(() => store.settle('m3', { state: 'failed', reason: 'no' })),
  sentAs: () => store.sentAs('subject'),
  postState: () => store.postState('subject'),
  audit: () => store.audit({ at: 1, actor: 'U1', action: 'a', object: 'o', allowed: true }),
  prune: () => store.prune(1, FOREVER),
  check: () => store.check(),
}

describe('no reader of ours is held', () => {
  test('a reader that is held shows', () => {
    const reader = new Database(file, { readonly: true })
    const rows = reader.prepare('SELECT key FROM delivery').iterate()
    rows.next()
    store.receive(delivery('Ev new'))
    expect(isLogFree()).toBe(false)
    rows.return?.()
    expect(isLogFree()).toBe(true)
    reader.close()
  })

  test.each(Object.entries(uses))('by %s', async (_name, use) => {
    await use()
    store.receive(delivery('Ev afterwards'))
    expect(isLogFree()).toBe(true)
  })

  test('while all of them go on: the log stays as small as it is when nobody reads', async () => {
    let largest = 0
    for (let i = 0; i < 600; i++) {
      store.receive(delivery(`Ev more ${i}`, { body: BODY }))
      await Promise.all([store.undone(50), store.due(1), store.check(), nextTurn()])
      largest = Math.max(largest, statSync(`${file}-wal`).size)
    }
    // Empties itself at 4 MiB; one commit may go beyond.
    expect(largest).toBeLessThan(5 << 20)
  })
})
