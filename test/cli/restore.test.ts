import { execFileSync, spawnSync } from 'node:child_process'
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import Database from 'better-sqlite3'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { EXIT } from '../../src/cli/io/io.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { delivery, post, update } from '../store/samples.ts'
import { compiledPath, removeCompiled } from '../store/sqlite/child.ts'
import { AppFiles, keysIn } from './app-files.ts'

let app: AppFiles
let backup: string
beforeEach(async () => {
  app = new AppFiles()
  backup = app.in('backup.db')
  await receive('old 1', 'old 2')
  await app.casebook('backup', backup)
  await receive('new 1', 'new 2')
})
afterAll(removeCompiled)

const OLD = ['old 1', 'old 2']
const NEW = [...OLD, 'new 1', 'new 2']

async function receive(...keys: string[]): Promise<void> {
  const store = openSqliteStore(app.database)
  for (const key of keys) store.receive(delivery(key))
  await store.close()
}

/** As after a power cut: what was written last stands in the log only. */
async function crash(): Promise<void> {
  const store = openSqliteStore(app.database)
  store.receive(delivery('in the log'))
  for (const log of ['-wal', '-shm']) copyFileSync(`${app.database}${log}`, app.in(`saved${log}`))
  copyFileSync(app.database, app.in('saved'))
  await store.close()
  for (const log of ['', '-wal', '-shm']) copyFileSync(app.in(`saved${log}`), `${app.database}${log}`)
}

function keptFile(out: string): string {
  return /kept as (\S+)/.exec(out)?.[1] ?? ''
}

async function expectRefusal(says: RegExp): Promise<void> {
  const run = await app.casebook('restore', backup)
  expect(run).toMatchObject({ code: EXIT.badInput, out: '', err: expect.stringMatching(says) })
  expect(app.names().filter((name) => /restor/.test(name))).toEqual([])
}

describe('casebook restore', () => {
  test('of a database that is a link puts the backup where the link leads, and keeps the old one there', async () => {
    mkdirSync(app.in('volume'))
    renameSync(app.database, app.in('volume/data.db'))
    symlinkSync(app.in('volume/data.db'), app.database)
    const { out } = await app.casebook('restore', backup)
    expect(lstatSync(app.database).isSymbolicLink()).toBe(true)
    expect(keysIn(app.in('volume/data.db'))).toEqual(OLD)
    expect(keysIn(keptFile(out))).toEqual(NEW)
    expect(keptFile(out)).toContain('/volume/data.db.before-restore-')
  })

  test('puts the backup in the place of the database, and keeps that under the name that it prints', async () => {
    const { code, out } = await app.casebook('restore', backup)
    expect(code).toBe(EXIT.done)
    expect(keysIn(app.database)).toEqual(OLD)
    expect(keysIn(keptFile(out))).toEqual(NEW)
    expect(keysIn(backup)).toEqual(OLD)
    for (const file of [app.database, keptFile(out)]) expect(statSync(file).mode & 0o777).toBe(0o600)
    await receive('later')
    expect(keysIn(app.database)).toEqual([...OLD, 'later'])
  })

  test('keeps with the old database what stands in its log only, and lets none of it into the new one', async () => {
    await crash()
    const { out } = await app.casebook('restore', backup)
    expect(keysIn(keptFile(out))).toEqual([...NEW, 'in the log'])
    expect(keysIn(app.database)).toEqual(OLD)
    expect(existsSync(`${app.database}-wal`)).toBe(false)
  })

  test('what it kept can be restored again', async () => {
    const { out } = await app.casebook('restore', backup)
    expect((await app.casebook('restore', keptFile(out))).code).toBe(EXIT.done)
    expect(keysIn(app.database)).toEqual(NEW)
  })

  test('restores where there is no database, and with a log that was copied by hand', async () => {
    await crash()
    for (const log of ['', '-wal']) copyFileSync(`${app.database}${log}`, app.in(`by-hand${log}`))
    for (const log of ['', '-wal', '-shm']) rmSync(`${app.database}${log}`)
    const { code, out } = await app.casebook('restore', app.in('by-hand'))
    expect({ code, kept: keptFile(out) }).toEqual({ code: EXIT.done, kept: '' })
    expect(keysIn(app.database)).toEqual([...NEW, 'in the log'])
  })

  test('takes the place of a damaged database, which is kept as it is, with its log', async () => {
    await crash()
    writeFileSync(app.database, 'x'.repeat(8192))
    const { code, out } = await app.casebook('restore', backup)
    expect(code).toBe(EXIT.done)
    expect(readFileSync(keptFile(out), 'utf8')).toBe('x'.repeat(8192))
    expect(statSync(`${keptFile(out)}-wal`).size).toBeGreaterThan(0)
    expect(['-wal', '-shm'].filter((log) => existsSync(`${app.database}${log}`))).toEqual([])
    expect(keysIn(app.database)).toEqual(OLD)
  })

  test('a backup of an older Casebook is brought up to date at the next start', async () => {
    const db = new Database(backup)
    db.exec('DROP TABLE draft_revision; DROP TABLE draft; PRAGMA user_version = 4')
    // What came after the drafts is dropped too, as it was not there then.
    for (const { name } of db.prepare(LATER_TABLES).all() as { name: string }[]) db.exec(`DROP TABLE IF EXISTS ${name}`)
    db.close()
    expect((await app.casebook('restore', backup)).out).toContain('(schema 4, ')
    const store = openSqliteStore(app.database)
    expect(await store.drafts.all()).toEqual([])
    await store.close()
    expect(keysIn(app.database)).toEqual(OLD)
  })
})

const TABLES_OF_FOUR = ['delivery', 'investigation', 'channel_setting', 'outgoing', 'audit', 'invitation', 'host']
const DIGEST_TABLES = ['question', 'digest_subscription', 'digest', 'library_case']
const LATER_TABLES = `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
  AND name NOT IN (${[...TABLES_OF_FOUR, ...DIGEST_TABLES].map((name) => `'${name}'`).join(', ')})`

describe('what was under way when the backup was made', () => {
  test('is not done a second time: no answer, no message, no digest', async () => {
    const store = openSqliteStore(app.database)
    const weekly = { weekday: 1, hour: 9, minute: 0, timeZone: 'UTC', language: 'en', setBy: 'U1' } as const
    await store.commit({ subscribe: { ...weekly, channel: 'C1', setAt: 1 } })
    await store.commit({ send: [post('posted'), update('changed', { subject: 'subject of posted' })] })
    await store.close()
    await app.casebook('backup', '--force', backup)
    const before = Date.now()
    await app.casebook('restore', backup)

    const restored = openSqliteStore(app.database)
    expect(await restored.undone(10)).toEqual([])
    expect((await restored.outgoing('posted'))?.state).toBe('unknown')
    const [subscription] = await restored.digests.subscriptions()
    expect(subscription).toMatchObject({ ...weekly, channel: 'C1' })
    expect(subscription?.setAt).toBeGreaterThanOrEqual(before)
    await restored.close()
  })
})

describe('refuses, and changes nothing', () => {
  async function expectUnchanged(): Promise<void> {
    expect(keysIn(app.database)).toEqual(NEW)
  }

  test.each([
    ['that is not there', (file: string) => rmSync(file), /cannot copy the backup .*ENOENT/],
    ['that is empty', (file: string) => writeFileSync(file, ''), /it is empty/],
    [
      'that is no database',
      (file: string) => writeFileSync(file, 'a shopping list\n'.repeat(500)),
      /damaged or no backup/,
    ],
    ['that lost its end', (file: string) => truncateSync(file, statSync(file).size / 2), /damaged or no backup/],
    [
      'that lost its last page',
      (file: string) => truncateSync(file, statSync(file).size - 4096),
      /damaged or no backup/,
    ],
    ['with a flipped page', flipPage, /damaged or no backup/],
    ['of something else', foreign, /a database of something else/],
    ['of a newer Casebook', newer, /has schema 999, and this Casebook knows \d+\. Restore it with the newer/],
  ])('a backup %s', async (_what, spoil, says) => {
    spoil(backup)
    await expectRefusal(says)
    await expectUnchanged()
  })

  test('while the app runs', async () => {
    const store = openSqliteStore(app.database)
    await expectRefusal(/Another Casebook works on/)
    await store.close()
    await expectUnchanged()
  })

  test('while another program has the database open', async () => {
    const other = new Database(app.database, { readonly: true })
    other.prepare('SELECT count(*) FROM delivery').get()
    await expectRefusal(/Another program has .* open/)
    other.close()
    await expectUnchanged()
  })

  test('to replace a database of something else', async () => {
    rmSync(app.database)
    new Database(app.database).exec('CREATE TABLE stranger (x)').close()
    await expectRefusal(/a database of something else/)
    expect(new Database(app.database, { readonly: true }).prepare('SELECT * FROM stranger').all()).toEqual([])
  })

  test('where there is no folder for it', async () => {
    const elsewhere = app.in('absent')
    writeFileSync(app.in('other.yml'), `database: ${elsewhere}/casebook.db\n`)
    const run = await app.casebook('restore', backup, '--config', app.in('other.yml'))
    expect(run).toMatchObject({ code: EXIT.badInput, err: expect.stringMatching(/must exist and be writable.*ENOENT/) })
  })
})

// A real full disk where mounting is allowed.
const disk = mountSmallDisk()
describe.each(disk ? [disk] : [])('on a full disk', (folder) => {
  afterAll(() => {
    execFileSync('umount', [folder])
    rmSync(folder, { recursive: true })
  })

  test('restore and backup refuse, leave nothing half, and the database as it is', async () => {
    const database = `${folder}/casebook.db`
    writeFileSync(app.in('disk.yml'), `database: ${database}\n`)
    const store = openSqliteStore(database)
    for (let i = 0; i < 40; i++) store.receive(delivery(`Ev${i}`, { body: 'x'.repeat(10_000) }))
    await store.close()
    const config = ['--config', app.in('disk.yml')]
    const copied = await app.casebook('backup', app.in('large.db'), ...config)
    expect(copied.err).toBe('')
    fillUp(`${folder}/ballast`)
    expect((await app.casebook('restore', app.in('large.db'), ...config)).err).toMatch(/full/)
    expect((await app.casebook('backup', `${folder}/copy.db`, ...config)).err).toMatch(/full/)
    expect(spawnSync('ls', [folder], { encoding: 'utf8' }).stdout).not.toMatch(/restor|copy/)
    rmSync(`${folder}/ballast`)
    expect(keysIn(database)).toHaveLength(40)
  })
})

test('kill -9 before any change of the file system leaves the old database or the new one, whole', {
  timeout: 120_000,
}, async () => {
  const script = compiledPath('test/store/sqlite/child-restorer.ts')
  const found = new Set<string>()
  let killed = true
  for (let killAt = 1; killed; killAt++) {
    app = new AppFiles()
    backup = app.in('backup.db')
    await receive(...OLD)
    await app.casebook('backup', backup)
    await receive('new 1', 'new 2')
    await crash()
    killed = spawnSync(process.execPath, [script, backup, app.database, String(killAt)]).signal === 'SIGKILL'
    await openSqliteStore(app.database).close()
    const keys = keysIn(app.database)
    found.add(keys.join())
    if (keys.join() === OLD.join()) expect(keysOfKept()).toEqual([...NEW, 'in the log'])
    expect((await app.casebook('restore', backup)).code).toBe(EXIT.done)
    expect(keysIn(app.database)).toEqual(OLD)
  }
  expect([...found]).toEqual([[...NEW, 'in the log'].join(), OLD.join()])
})

function keysOfKept(): string[] {
  const [kept = ''] = app.names().filter((name) => /before-restore-[^-]*-[^-]*-[^-]*-[^-]*-[^-]*$/.test(name))
  return keysIn(app.in(kept))
}

function flipPage(file: string): void {
  const bytes = readFileSync(file)
  bytes.fill(0xff, 4096, 4096 + 512)
  writeFileSync(file, bytes)
}

function foreign(file: string): void {
  rmSync(file)
  new Database(file).exec('CREATE TABLE stranger (x)').close()
}

function newer(file: string): void {
  const db = new Database(file)
  db.pragma('user_version = 999')
  db.close()
}

function fillUp(ballast: string): void {
  const block = Buffer.alloc(64 << 10)
  expect(() => {
    for (;;) appendFileSync(ballast, block)
  }).toThrow('ENOSPC')
}

function mountSmallDisk(): string | undefined {
  const folder = `${new AppFiles().folder}-disk`
  mkdirSync(folder)
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', folder])
  if (status === 0) return folder
  rmSync(folder, { recursive: true })
  return undefined
}
