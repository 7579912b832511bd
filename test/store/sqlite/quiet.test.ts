import { join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Investigation } from '../../../src/model/investigation.ts'
import type { Mute } from '../../../src/model/mute.ts'
import type { Store } from '../../../src/model/store.ts'
import { openMutes } from '../../../src/store/sqlite/mutes.ts'
import { openSqliteStore } from '../../../src/store/sqlite/open.ts'
import { openRecurrences } from '../../../src/store/sqlite/recurrences.ts'
import { delivery, investigation, post } from '../samples.ts'
import { newFolder } from './new-folder.ts'

let file: string
let store: Store
beforeEach(() => {
  file = join(newFolder(), 'casebook.db')
  store = openSqliteStore(file)
})

/** The file, when the store is done with it. */
async function reopened<Result>(work: (db: Database.Database) => Result): Promise<Result> {
  await store.close()
  const db = new Database(file)
  try {
    return work(db)
  } finally {
    db.close()
  }
}

function mute(some: Partial<Mute> = {}): Mute {
  return { caseId: 'c', channel: 'C1', node: undefined, by: 'U1', byName: 'Bob', at: 1, until: 100, ...some }
}

describe('mutes', () => {
  test('of one scope the last counts; everywhere and each node are scopes of their own', async () => {
    const scopes = [{}, { channel: undefined }, { node: 'n7' }, { caseId: 'b' }]
    for (const scope of scopes) await store.commit({ mute: mute(scope) })
    await store.commit({ mute: mute({ by: 'U2', byName: 'Eve', until: 200 }) })
    expect(await store.mutes.active(1)).toEqual([
      mute({ caseId: 'b' }),
      mute({ channel: undefined }),
      mute({ by: 'U2', byName: 'Eve', until: 200 }),
      mute({ node: 'n7' }),
    ])
    await store.commit({ unmute: { caseId: 'c', channel: 'C1', node: undefined } })
    expect(await store.mutes.active(1)).toHaveLength(3)
  })

  test('end at their time, and are pruned then', async () => {
    await store.commit({ mute: mute() })
    await store.commit({ mute: mute({ caseId: 'later', until: 101 }) })
    expect((await store.mutes.active(99)).length).toBe(2)
    expect((await store.mutes.active(100)).map(({ caseId }) => caseId)).toEqual(['later'])
    await store.prune(100, { pastesMs: 1, auditMs: 1 })
    expect(await store.mutes.active(0)).toEqual([mute({ caseId: 'later', until: 101 })])
  })

  test('outlive who made them, without the name', async () => {
    await store.commit({ mute: mute() })
    await store.commit({ mute: mute({ caseId: 'd', by: 'U2' }) })
    const left = await reopened((db) => {
      openMutes(db).forgetPerson('U1')
      return openMutes(db).active(1)
    })
    expect(left).toEqual([mute({ by: '', byName: '' }), mute({ caseId: 'd', by: 'U2' })])
    expect(await traceOf('Bob')).toBe(1)
  })

  test('go all together', async () => {
    await store.commit({ mute: mute() })
    const left = await reopened((db) => {
      openMutes(db).purge()
      return openMutes(db).active(1)
    })
    expect(left).toEqual([])
  })
})

/** How many mutes hold a name. */
function traceOf(name: string): number {
  const db = new Database(file, { readonly: true })
  try {
    return db.prepare('SELECT count(*) FROM mute WHERE person_name = ?').pluck().get(name) as number
  } finally {
    db.close()
  }
}

describe('recurrences', () => {
  const answered = (id: string, some: Partial<Investigation> = {}) =>
    store.commit({
      investigation: investigation(id, { audience: 'thread', likeness: 'line c', openedAt: 10, ...some }),
    })
  const again = (id: string, at: number, message = `${at}.1`) =>
    store.commit({ recurrence: { investigation: id, message, thread: message, at } })
  const alike = { channel: 'C1', likeness: 'line c', caseId: undefined, since: 10 }

  test('are handed out with their investigation: how many, when last, and the newest of them', async () => {
    await answered('I1')
    expect((await store.investigation('I1'))?.recurred).toBeUndefined()
    for (const at of [20, 40, 30]) await again('I1', at)
    const recurred = { times: 3, lastAt: 40, newest: { message: '40.1', thread: '40.1' } }
    expect(await store.investigation('I1')).toMatchObject({ recurred })
    expect(await store.investigationIn('C1', '1.1')).toMatchObject({ recurred })
    await answered('I1', { revision: 2, asked: true })
    expect(await store.investigation('I1')).toMatchObject({ revision: 2, recurred })
  })

  test('are untold until somebody says of how many is told', async () => {
    await answered('I1')
    await answered('I2')
    expect(await store.recurrences.untold(9)).toEqual([])
    await again('I2', 30)
    await again('I1', 20)
    expect(await store.recurrences.untold(9)).toEqual(['I1', 'I2'])
    expect(await store.recurrences.untold(1)).toEqual(['I1'])
    await store.commit({ told: { investigation: 'I1', times: 1 } })
    expect(await store.recurrences.untold(9)).toEqual(['I2'])
    await again('I1', 50)
    expect(await store.recurrences.untold(9)).toEqual(['I2', 'I1'])
  })

  test('count for the first answer of the channel since a time that the thread saw', async () => {
    await answered('elsewhere', { place: { team: 'T1', channel: 'C2', thread: '1.1', message: '1.1' } })
    await answered('before', { openedAt: 9 })
    await answered('author only', { audience: 'author' })
    await answered('other', { likeness: 'line d' })
    expect(await store.recurrences.answeredAlike(alike)).toBeUndefined()
    await answered('second', { openedAt: 12 })
    await answered('first', { openedAt: 11 })
    expect(await store.recurrences.answeredAlike(alike)).toBe('first')
    await answered('author only', { audience: 'thread', revision: 2 })
    expect(await store.recurrences.answeredAlike(alike)).toBe('author only')
  })

  test('are known by their line only while the thread has no likely case', async () => {
    const shown = { caseId: 'c', confidence: 'low', digest: 'd' } as const
    await answered('I1', { shown })
    expect(await store.recurrences.answeredAlike(alike)).toBe('I1')
    await answered('I1', { shown: { ...shown, confidence: 'high' }, revision: 2 })
    expect(await store.recurrences.answeredAlike(alike)).toBeUndefined()
  })

  test('are counted whole with the delivery that they finish, or not at all', async () => {
    await answered('I1')
    store.receive(delivery('Ev1'))
    const recurrence = { investigation: 'I1', message: '2.1', thread: '2.1', at: 20 }
    await store.commit({ done: 'Ev1', recurrence })
    await expect(store.commit({ done: 'Ev1', recurrence })).rejects.toMatchObject({ code: 'not-undone' })
    expect((await store.investigation('I1'))?.recurred?.times).toBe(1)
  })

  test('of two answers to the same error at once one is refused, whole', async () => {
    const open = (id: string) =>
      store.commit({
        investigation: investigation(id, { audience: 'thread', likeness: 'line c', openedAt: 10 }),
        unlessAnswered: alike,
        send: [post(`answer of ${id}`)],
      })
    const outcomes = await Promise.allSettled([open('I1'), open('I2')])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect(outcomes[1]).toMatchObject({ reason: { name: 'KnownError', code: 'answered-meanwhile' } })
    expect(await store.investigation('I2')).toBeUndefined()
    expect(await store.outgoing('answer of I2')).toBeUndefined()
  })

  test('of 10,000 messages take one row', async () => {
    await answered('I1')
    const held = await reopened((db) => {
      const { count } = openRecurrences(db)
      db.transaction(() => {
        for (let at = 1; at <= 10_000; at++) count({ investigation: 'I1', message: `${at}.1`, thread: `${at}.1`, at })
      })()
      return db
        .prepare('SELECT count(*) AS rows, sum(times) AS times, max(newest_message) AS newest FROM recurrence')
        .get()
    })
    expect(held).toEqual({ rows: 1, times: 10_000, newest: '10000.1' })
  })

  test('go with their investigation, and all together', async () => {
    await answered('I1')
    await again('I1', 20)
    await store.prune(1000, { pastesMs: 10, auditMs: 10 })
    expect(await store.recurrences.untold(9)).toEqual([])
    await answered('I2')
    await again('I2', 20)
    await again('gone', 20)
    const left = await reopened((db) => {
      const rows = (): unknown => db.prepare('SELECT count(*) FROM recurrence').pluck().get()
      const before = rows()
      openRecurrences(db).purge()
      return [before, rows()]
    })
    expect(left).toEqual([1, 0])
  })
})
