import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Question } from '../../../src/model/question.ts'
import type { Store } from '../../../src/model/store.ts'
import { openSqliteStore } from '../../../src/store/sqlite/open.ts'
import { delivery, investigation, post, update } from '../samples.ts'
import { newFolder } from './new-folder.ts'

const HOUR_MS = 3_600_000
const NOW = 1000 * HOUR_MS
const SECRET = 'the text of a paste '.repeat(10)
const SENT = { channel: 'C1', ts: '1.1' }

let file: string
let store: Store
beforeEach(() => {
  file = join(newFolder(), 'casebook.db')
  store = openSqliteStore(file)
})

function prune(pastesMs: number, auditMs = 1000 * HOUR_MS, from = store): Promise<void> {
  return from.prune(NOW, { pastesMs, auditMs })
}

describe('pruning', () => {
  test('takes what is done and old, and keeps keys for 25 h', async () => {
    const ages = { fresh: 1, 'a day': 24, 'over a day': 26 }
    for (const [key, hours] of Object.entries(ages)) {
      store.receive(delivery(key, { receivedAt: NOW - hours * HOUR_MS, body: SECRET }))
      await store.commit({ done: key })
    }
    store.receive(delivery('undone', { receivedAt: 0, body: SECRET }))
    await prune(2 * HOUR_MS)
    expect(rows('SELECT key, length(body) AS size FROM delivery ORDER BY number')).toEqual([
      { key: 'fresh', size: '{"user":null}'.length },
      { key: 'a day', size: 4 },
      { key: 'undone', size: SECRET.length + 2 },
    ])
    expect(store.receive(delivery('a day'))).toBe(false)
    expect(store.receive(delivery('over a day'))).toBe(true)
  })

  test('takes messages that are over, and of a post its text only, so that it can still be updated', async () => {
    await store.commit({ send: [post('p', { subject: 'S1', payload: SECRET }), post('f'), post('waiting')] })
    await store.settle('p', { state: 'sending' })
    await store.settle('p', { state: 'sent', sent: SENT })
    await store.settle('f', { state: 'failed', reason: 'no' })
    await prune(HOUR_MS)
    expect(rows('SELECT id, payload FROM outgoing ORDER BY place')).toEqual([
      { id: 'p', payload: 'null' },
      { id: 'waiting', payload: '{}' },
    ])
    expect(await store.sentAs('S1')).toEqual(SENT)
    await store.commit({ send: [update('u', { subject: 'S1' })] })
    expect((await store.outgoing('u'))?.state).toBe('pending')
  })

  test('takes an investigation with its pastes and what nodes were asked about it; one that waits for a node stays', async () => {
    for (const [id, hours] of Object.entries({ I1: 3, I2: 1, I3: 3 }))
      await store.commit({ investigation: investigation(id, { openedAt: NOW - hours * HOUR_MS }) })
    await store.commit({ question: question('Q1', 'I1', 'interrupted') })
    await store.commit({ question: question('Q3', 'I3', 'asking') })
    await prune(2 * HOUR_MS)
    expect(rows('SELECT id FROM investigation ORDER BY id')).toEqual([{ id: 'I2' }, { id: 'I3' }])
    expect(rows('SELECT id FROM question')).toEqual([{ id: 'Q3' }])
    expect(await store.investigation('I1')).toBeUndefined()
  })

  test('takes the audit after a time of its own', async () => {
    for (const hours of [3, 1])
      await store.audit({ at: NOW - hours * HOUR_MS, actor: 'U1', action: 'a', object: `${hours}`, allowed: true })
    await prune(HOUR_MS / 2, 2 * HOUR_MS)
    expect(rows('SELECT object FROM audit')).toEqual([{ object: '1' }])
  })

  test('finds what is old behind what stays, again and again', async () => {
    const stays = Array.from({ length: 250 }, (_, i) => post(`p${i}`, { payload: SECRET }))
    await store.commit({ send: [post('open', { channel: 'C9' }), ...stays] })
    for (const { id } of stays) await sendOff(id)
    await prune(HOUR_MS)
    for (const round of ['first', 'second']) {
      await store.commit({ send: [post(round, { payload: SECRET }), post(`failed ${round}`)] })
      await sendOff(round)
      await store.settle(`failed ${round}`, { state: 'failed', reason: 'no' })
      await prune(HOUR_MS)
      expect(rows(`SELECT id FROM outgoing WHERE payload <> 'null'`)).toEqual([{ id: 'open' }])
    }
    expect(rows('SELECT count(*) AS count FROM outgoing')).toEqual([{ count: 253 }])
  })

  test('commits every 64 KiB, so that others have their turn between', async () => {
    const statements: string[] = []
    const watched = openSqliteStore(join(newFolder(), 'casebook.db'), { onStatement: (sql) => statements.push(sql) })
    const large = 'x'.repeat(20_000)
    for (let i = 0; i < 39; i++) {
      const pasted = investigation(`I${i}`, { pastes: [{ message: '1', text: large }] })
      await watched.commit({ investigation: pasted })
    }
    statements.splice(0)
    await prune(HOUR_MS, HOUR_MS, watched)
    const deletions = statements.filter((sql) => sql.startsWith('DELETE FROM investigation'))
    const together = deletions.map((sql) => sql.split(',').length)
    expect(together).toEqual(Array(13).fill(3))
    expect(statements.filter((sql) => sql === 'COMMIT').length).toBeGreaterThanOrEqual(13)
    await watched.close()
  })

  test('ends when it is told to, and goes on another time', async () => {
    const halt = new AbortController()
    const pastes = [{ message: '1', text: 'x'.repeat(100_000) }]
    for (let i = 0; i < 30; i++) await store.commit({ investigation: investigation(`I${i}`, { pastes }) })
    const pruned = store.prune(NOW, { pastesMs: HOUR_MS, auditMs: HOUR_MS }, halt.signal)
    setImmediate(() => halt.abort())
    await pruned
    const [{ left }] = rows('SELECT count(*) AS left FROM investigation') as [{ left: number }]
    expect(left).toBeGreaterThan(0)
    await prune(HOUR_MS)
    expect(rows('SELECT * FROM investigation')).toEqual([])
  })

  test('takes many, in pieces, and leaves no trace of their text in the files', async () => {
    const pastes = [{ message: '1', text: SECRET }]
    for (let i = 0; i < 250; i++) await store.commit({ investigation: investigation(`I${i}`, { pastes }) })
    expect(holdsSecret()).toBe(true)
    await prune(HOUR_MS)
    expect(rows('SELECT * FROM investigation')).toEqual([])
    expect(holdsSecret()).toBe(false)
  })
})

test('of what was received only who wrote it is left when it is done', async () => {
  store.receive(delivery('Ev1', { body: { user: 'U1', text: SECRET } }))
  expect(rows('SELECT body FROM delivery')).toEqual([{ body: JSON.stringify({ user: 'U1', text: SECRET }) }])
  await store.commit({ done: 'Ev1' })
  expect(rows('SELECT body FROM delivery')).toEqual([{ body: '{"user":"U1"}' }])
})

test('every change is on the disk before it is acknowledged, and deleted text is overwritten', async () => {
  const statements: string[] = []
  await openSqliteStore(join(newFolder(), 'casebook.db'), { onStatement: (sql) => statements.push(sql) }).close()
  expect(statements).toContain('PRAGMA synchronous = FULL')
  expect(statements).toContain('PRAGMA secure_delete = ON')
  expect(statements).toContain('PRAGMA journal_mode = WAL')
})

test('the write-ahead log shrinks again after a reader held it open', async () => {
  const reader = new Database(file, { readonly: true })
  reader.exec('BEGIN')
  reader.prepare('SELECT count(*) FROM delivery').get()
  for (let i = 0; i < 600; i++) store.receive(delivery(`Ev${i}`, { body: SECRET.repeat(100) }))
  expect(logBytes()).toBeGreaterThan(8 << 20)
  reader.close()
  for (let i = 0; i < 3; i++) store.receive(delivery(`after ${i}`))
  expect(logBytes()).toBeLessThanOrEqual(4 << 20)
})

test('many changes at once leave the event loop free between them', async () => {
  let turns = 0
  let over = false
  const count = () => {
    turns++
    if (!over) setImmediate(count)
  }
  setImmediate(count)
  await Promise.all(Array.from({ length: 200 }, (_, i) => store.commit({ send: [post(`m${i}`)] })))
  over = true
  expect(turns).toBeGreaterThan(100)
})

test('the audit is kept in order', async () => {
  await store.audit({ at: 2, actor: 'U1', action: 'probe', object: 'node-7', allowed: true })
  await store.commit({ audit: { at: 1, actor: 'U2', action: 'probe', object: 'node-7', allowed: false } })
  expect(rows('SELECT at, actor, allowed FROM audit ORDER BY number')).toEqual([
    { at: 2, actor: 'U1', allowed: 1 },
    { at: 1, actor: 'U2', allowed: 0 },
  ])
})

function rows(sql: string, from = file): unknown[] {
  const db = new Database(from)
  try {
    return db.prepare(sql).all()
  } finally {
    db.close()
  }
}

function holdsSecret(): boolean {
  return [file, `${file}-wal`].some((path) => readFileSync(path).includes(SECRET))
}

function logBytes(): number {
  return statSync(`${file}-wal`).size
}

async function sendOff(id: string): Promise<void> {
  await store.settle(id, { state: 'sending' })
  await store.settle(id, { state: 'sent', sent: SENT })
}

function question(id: string, about: string, state: 'asking' | 'interrupted'): Question {
  const asked = { id, investigation: about, askedBy: 'U1', askedAt: 1, probes: [], of: 'node', node: 'node-7' } as const
  return state === 'asking' ? { ...asked, state } : { ...asked, state, endedAt: 2 }
}
