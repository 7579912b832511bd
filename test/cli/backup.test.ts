import { linkSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { EXIT } from '../../src/cli/io/io.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { delivery } from '../store/samples.ts'
import { removeCompiled, startChild } from '../store/sqlite/child.ts'
import { AppFiles, keysIn } from './app-files.ts'

const TEXT = 'no space left on device '.repeat(40)

let app: AppFiles
beforeEach(() => {
  app = new AppFiles()
})
afterAll(removeCompiled)

async function receive(...keys: string[]): Promise<void> {
  const store = openSqliteStore(app.database)
  for (const key of keys) store.receive(delivery(key, { body: TEXT }))
  await store.close()
}

describe('casebook backup', () => {
  test('copies what is there into one private file, and says so', async () => {
    await receive('Ev1', 'Ev2')
    const run = await app.casebook('backup', app.in('copy.db'))
    expect(run).toMatchObject({ code: EXIT.done, err: '' })
    const { size, mode } = statSync(app.in('copy.db'))
    expect(run.out).toMatch(new RegExp(`copied to .*copy\\.db \\(schema \\d+, ${size} bytes\\)\n$`))
    expect(mode & 0o777).toBe(0o600)
    expect(keysIn(app.in('copy.db'))).toEqual(['Ev1', 'Ev2'])
  })

  test('copies, while another process writes, a beginning of what it wrote: all that was acknowledged before', {
    timeout: 60_000,
  }, async () => {
    const writer = startChild('test/store/sqlite/child-writer.ts', app.database, 'run')
    const acknowledged: string[] = []
    for (let round = 0; round < 5; round++) {
      for (let line = 0; line < 40; line++) acknowledged.push((await writer.lines.next()).value)
      const { code } = await app.casebook('backup', app.in(`copy-${round}.db`))
      expect(code).toBe(EXIT.done)
      const keys = keysIn(app.in(`copy-${round}.db`))
      const before = acknowledged.filter((ack) => ack.startsWith('delivery ')).length
      expect(keys.length).toBeGreaterThanOrEqual(before)
      expect(keys).toEqual(keys.map((_, i) => `run-${i}`))
    }
    await writer.kill()
    expect(app.names().filter((name) => name.startsWith('copy'))).toHaveLength(5)
  })

  test('leaves the app that runs its claim, and its database as it is', async () => {
    const store = openSqliteStore(app.database)
    store.receive(delivery('before'))
    expect((await app.casebook('backup', app.in('copy.db'))).code).toBe(EXIT.done)
    store.receive(delivery('after'))
    expect(() => openSqliteStore(app.database)).toThrow('Another Casebook works on')
    await store.close()
    expect(keysIn(app.database)).toEqual(['before', 'after'])
    expect(keysIn(app.in('copy.db'))).toEqual(['before'])
  })

  test('holds nothing that was deleted before', async () => {
    await receive('Ev1')
    const db = new Database(app.database)
    db.exec('PRAGMA secure_delete = OFF; DELETE FROM delivery')
    db.close()
    await app.casebook('backup', app.in('copy.db'))
    expect(readFileSync(app.in('copy.db')).includes(TEXT)).toBe(false)
  })

  test('replaces a file only when told to', async () => {
    await receive('Ev1')
    writeFileSync(app.in('copy.db'), 'mine')
    expect(await app.casebook('backup', app.in('copy.db'))).toMatchObject({
      code: EXIT.badInput,
      err: expect.stringMatching(/copy\.db` is there already\. .*--force/),
    })
    expect(readFileSync(app.in('copy.db'), 'utf8')).toBe('mine')
    expect((await app.casebook('backup', '--force', app.in('copy.db'))).code).toBe(EXIT.done)
    expect(keysIn(app.in('copy.db'))).toEqual(['Ev1'])
    expect(statSync(app.in('copy.db')).mode & 0o777).toBe(0o600)
  })

  test('keeps out of the way of another backup to the same file, and of what is left of one that was killed', async () => {
    await receive('Ev1')
    writeFileSync(app.in('copy.db.unfinished'), 'half')
    expect((await app.casebook('backup', app.in('copy.db'))).err).toContain('another backup is being made')
    expect(readFileSync(app.in('copy.db.unfinished'), 'utf8')).toBe('half')
    await app.casebook('backup', '--force', app.in('copy.db'))
    expect(app.names()).toEqual(['casebook.db', 'casebook.db-shm', 'casebook.db-wal', 'copy.db'])
  })

  test.each(['', '-wal', '.lock'])('never writes onto the database itself (casebook.db%s)', async (suffix) => {
    const store = openSqliteStore(app.database)
    store.receive(delivery('Ev1'))
    linkSync(`${app.database}${suffix}`, app.in('other-name'))
    symlinkSync(`${app.database}${suffix}`, app.in('pointer'))
    for (const to of [`${app.database}${suffix}`, app.in('other-name'), app.in('pointer')])
      expect((await app.casebook('backup', '--force', to)).err).toContain('is the database itself')
    await store.close()
    expect(keysIn(app.database)).toEqual(['Ev1'])
  })

  test('refuses where it cannot write, and leaves nothing', async () => {
    await receive('Ev1')
    const run = await app.casebook('backup', app.in('absent/copy.db'))
    expect(run).toMatchObject({ code: EXIT.badInput, err: expect.stringMatching(/cannot write the backup .*ENOENT/) })
    mkdirSync(app.in('folder'))
    expect((await app.casebook('backup', '--force', app.in('folder'))).err).toMatch(/cannot write the backup .*EISDIR/)
    expect(app.names().filter((name) => name.includes('unfinished'))).toEqual([])
  })

  test('refuses when there is no database, a damaged one, or one of something else', async () => {
    expect((await app.casebook('backup', app.in('copy.db'))).err).toContain('there is no database')
    writeFileSync(app.database, 'not a database, but long enough to be read as one'.repeat(100))
    expect((await app.casebook('backup', app.in('copy.db'))).err).toContain('damaged or not a database')
    writeFileSync(app.database, '')
    new Database(app.database).exec('CREATE TABLE stranger (x)').close()
    expect((await app.casebook('backup', app.in('copy.db'))).err).toContain('a database of something else')
    expect(app.names().filter((name) => name.startsWith('copy'))).toEqual([])
  })

  test('refuses a database that lost its end, instead of keeping what is left of it', async () => {
    await receive(...Array.from({ length: 200 }, (_, i) => `Ev${i}`))
    const whole = readFileSync(app.database)
    writeFileSync(app.database, whole.subarray(0, whole.length / 2))
    expect((await app.casebook('backup', app.in('copy.db'))).err).toContain('damaged')
    expect(app.names().filter((name) => name.startsWith('copy'))).toEqual([])
  })
})
