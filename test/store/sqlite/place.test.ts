import { mkdirSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { openSqliteStore } from '../../../src/store/sqlite/open.ts'
import { checkFileSystem } from '../../../src/store/sqlite/place.ts'
import { newFolder } from './new-folder.ts'

test.each([
  [0x6969, 'NFS'],
  [0xfe534d42, 'SMB'],
  [0xff534d42 | 0, 'SMB'],
  [0x65735546, 'FUSE'],
])('a folder of file system type %i is refused as %s', (type, name) => {
  expect(() => checkFileSystem('/data', type)).toThrow(
    expect.objectContaining({
      code: 'store-unsafe-place',
      message: expect.stringContaining(`\`/data\`, is on ${name},`),
    }),
  )
})

test.each([0xef53, 0x58465342, 0x9123683e, 0x01021994, 0x794c7630])(
  'type %i (ext4, xfs, btrfs, tmpfs, overlay) is not',
  (type) => {
    expect(checkFileSystem('/data', type)).toBeUndefined()
  },
)

test('the type of a real folder is looked at', () => {
  expect(statfsSync(newFolder()).type).toBeGreaterThan(0)
})

test('a folder that is absent, or in which nothing can be made, is named', () => {
  const absent = join(newFolder(), 'absent')
  for (const folder of [absent, '/proc']) {
    expect(() => openSqliteStore(join(folder, 'casebook.db'))).toThrow(
      expect.objectContaining({ code: 'store-unusable-place', message: expect.stringContaining(`\`${folder}\``) }),
    )
  }
})

test('a second Casebook on the file is refused until the first has closed', async () => {
  const file = join(newFolder(), 'casebook.db')
  const first = openSqliteStore(file)
  expect(() => openSqliteStore(file)).toThrow(expect.objectContaining({ code: 'store-in-use' }))
  await first.close()
  await openSqliteStore(file).close()
})

test('what is not our database is refused and left as it is', () => {
  const folder = newFolder()
  const text = join(folder, 'text.db')
  writeFileSync(text, 'not a database, but long enough to have a header of one. '.repeat(20))
  expect(() => openSqliteStore(text)).toThrow(expect.objectContaining({ code: 'store-damaged' }))

  const foreign = join(folder, 'foreign.db')
  const db = new Database(foreign)
  db.exec('CREATE TABLE delivery (x)')
  expect(() => openSqliteStore(foreign)).toThrow(expect.objectContaining({ code: 'store-foreign' }))
  expect(db.pragma('journal_mode', { simple: true })).toBe('delete')
  db.close()
})

test('after a refusal the file can be opened', async () => {
  const folder = newFolder()
  const file = join(folder, 'casebook.db')
  const migrations = join(folder, 'migrations')
  mkdirSync(migrations)
  writeFileSync(join(migrations, '0001-broken.sql'), 'CREATE TABEL x')
  expect(() => openSqliteStore(file, { migrations })).toThrow('syntax error')
  await openSqliteStore(file).close()
})
