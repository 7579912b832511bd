import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { openSqliteStore } from '../../../src/store/sqlite/open.ts'
import { delivery } from '../samples.ts'
import { newFolder } from './new-folder.ts'

const SHIPPED = fileURLToPath(new URL('../../../migrations/sqlite', import.meta.url))
const shippedCount = readdirSync(SHIPPED).length

test('a new file gets the newest schema, for its owner only', async () => {
  const file = join(newFolder(), 'casebook.db')
  const store = openSqliteStore(file)
  store.receive(delivery('Ev1'))
  expect(versionOf(file)).toBe(shippedCount)
  for (const suffix of ['', '-wal', '.lock']) expect(statSync(file + suffix).mode & 0o777).toBe(0o600)
  await store.close()
})

test('an older file is brought up to date, and copied before', async () => {
  const { file, newer } = await olderFile()
  const store = openSqliteStore(file, { migrations: newer })
  expect((await store.undone(10)).map(({ key }) => key)).toEqual(['Ev1', 'Ev2'])
  await store.close()
  expect(versionOf(file)).toBe(shippedCount + 1)
  expect(columnsOf(file, 'note')).toEqual(['key', 'text'])

  const copy = `${file}.before-${String(shippedCount + 1).padStart(4, '0')}`
  expect(versionOf(copy)).toBe(shippedCount)
  expect(statSync(copy).mode & 0o777).toBe(0o600)
  const restored = openSqliteStore(copy)
  expect((await restored.undone(10)).length).toBe(2)
  await restored.close()
})

test('a crash at any statement leaves the old version or the new one, and everything in it', async () => {
  const { file, newer } = await olderFile()
  const crashes = await filesAtEachStatement(file, newer)
  expect(crashes.length).toBeGreaterThan(15)
  const versions = crashes.map(versionOf)
  expect(new Set(versions)).toEqual(new Set([shippedCount, shippedCount + 1]))
  for (const crashed of crashes) {
    expect(columnsOf(crashed, 'note')).toEqual(versionOf(crashed) === shippedCount ? [] : ['key', 'text'])
    const store = openSqliteStore(crashed, { migrations: newer })
    expect((await store.undone(10)).map(({ key }) => key)).toEqual(['Ev1', 'Ev2'])
    await store.close()
    expect(versionOf(crashed)).toBe(shippedCount + 1)
  }
})

test('a crash at any statement of the very first opening leaves a file that opens', async () => {
  const file = join(newFolder(), 'casebook.db')
  const crashes = await filesAtEachStatement(file, SHIPPED)
  expect(new Set(crashes.map(versionOf))).toEqual(new Set(Array.from({ length: shippedCount + 1 }, (_, i) => i)))
  for (const crashed of crashes) {
    const store = openSqliteStore(crashed)
    expect(store.receive(delivery('Ev1'))).toBe(true)
    await store.close()
    expect(versionOf(crashed)).toBe(shippedCount)
  }
})

test('a migration that fails leaves the version before it', async () => {
  const { file, newer } = await olderFile()
  writeFileSync(join(newer, name(2)), 'CREATE TABLE half (x TEXT) STRICT; CREATE TABLE delivery (x TEXT) STRICT;')
  expect(() => openSqliteStore(file, { migrations: newer })).toThrow('already exists')
  expect([versionOf(file), columnsOf(file, 'note'), columnsOf(file, 'half')]).toEqual([
    shippedCount + 1,
    ['key', 'text'],
    [],
  ])
})

test('a newer schema is refused and left alone', async () => {
  const { file, newer } = await olderFile()
  await openSqliteStore(file, { migrations: newer }).close()
  expect(() => openSqliteStore(file)).toThrow(
    expect.objectContaining({
      name: 'KnownError',
      code: 'store-newer',
      message: expect.stringContaining(`schema ${shippedCount + 1}`),
    }),
  )
  expect(versionOf(file)).toBe(shippedCount + 1)
})

test('a gap in the numbers is refused', async () => {
  const { file, newer } = await olderFile()
  writeFileSync(join(newer, name(3)), 'SELECT 1;')
  expect(() => openSqliteStore(file, { migrations: newer })).toThrow('out of sequence')
})

/** A file at the shipped version with two deliveries, and a folder with one migration more. */
async function olderFile(): Promise<{ file: string; newer: string }> {
  const folder = newFolder()
  const [file, newer] = [join(folder, 'casebook.db'), join(folder, 'migrations')]
  cpSync(SHIPPED, newer, { recursive: true })
  writeFileSync(
    join(newer, name(1)),
    `CREATE TABLE note_draft (key TEXT NOT NULL, text TEXT NOT NULL) STRICT;
     INSERT INTO note_draft SELECT key, body FROM delivery;
     ALTER TABLE note_draft RENAME TO note;
     CREATE INDEX note_by_key ON note (key);`,
  )
  const store = openSqliteStore(file)
  store.receive(delivery('Ev1'))
  store.receive(delivery('Ev2'))
  await store.close()
  return { file, newer }
}

function name(ahead: number): string {
  return `${String(shippedCount + ahead).padStart(4, '0')}-test.sql`
}

/** What kill -9 before each statement would leave: the files as they are at that moment. */
async function filesAtEachStatement(file: string, migrations: string): Promise<string[]> {
  const copies: string[] = []
  const keep = () => {
    const folder = newFolder()
    mkdirSync(folder, { recursive: true })
    for (const suffix of ['', '-wal'])
      if (existsSync(file + suffix)) copyFileSync(file + suffix, join(folder, `casebook.db${suffix}`))
    copies.push(join(folder, 'casebook.db'))
  }
  const store = openSqliteStore(file, { migrations, onStatement: keep })
  keep()
  await store.close()
  return copies
}

function versionOf(file: string): unknown {
  return ask(file, (db) => db.pragma('user_version', { simple: true }))
}

function columnsOf(file: string, table: string): unknown {
  return ask(file, (db) => db.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(table))
}

function ask<T>(file: string, question: (db: Database.Database) => T): T {
  const db = new Database(file)
  try {
    return question(db)
  } finally {
    db.close()
  }
}
