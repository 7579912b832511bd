import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type Database from 'better-sqlite3'
import { KnownError } from '../../model/known-error.ts'
import { publish } from './backup.ts'
import { keepPrivate } from './connect.ts'

const SHIPPED = fileURLToPath(new URL('../../../migrations/sqlite', import.meta.url))
/** "CasB": tells our file from any other SQLite file. */
const OURS = 0x43617342
const NAME = /^(\d{4})-[a-z0-9-]{1,80}\.sql$/

/**
 * Brings the schema up to the newest `<nnnn>-<what>.sql`: each in one transaction, so that a crash leaves one version
 * or the next. A file that holds something is copied first, to `<file>.before-<nnnn>`.
 */
export function migrate(db: Database.Database, file: string, folder = SHIPPED): void {
  const migrations = readMigrations(folder)
  const found = versionOf(db, file)
  if (found > migrations.length) throw tooNew(file, found, migrations.length)
  db.pragma('journal_mode = WAL')
  if (found === migrations.length) return
  if (found > 0) copy(db, `${file}.before-${String(found + 1).padStart(4, '0')}`)
  for (const [version, sql] of migrations.entries()) {
    if (version >= found) apply(db, version + 1, sql)
  }
}

function readMigrations(folder: string): string[] {
  const names = readdirSync(folder)
    .filter((name) => NAME.test(name))
    .sort()
  for (const [i, name] of names.entries()) {
    if (Number(name.slice(0, 4)) !== i + 1)
      throw new Error(`${folder}: \`${name}\` is out of sequence: number ${i + 1} is expected`)
  }
  return names.map((name) => readFileSync(join(folder, name), 'utf8'))
}

function versionOf(db: Database.Database, file: string): number {
  const tables = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() as number
  if (tables > 0 && db.pragma('application_id', { simple: true }) !== OURS) {
    throw new KnownError(
      'store-foreign',
      `\`${file}\` is a database of something else. Give Casebook a file of its own.`,
    )
  }
  return db.pragma('user_version', { simple: true }) as number
}

function tooNew(file: string, found: number, known: number): KnownError {
  return new KnownError(
    'store-newer',
    `\`${file}\` has schema ${found}, and this Casebook knows ${known}. Run the newer Casebook again, or restore the copy that it made beside the file.`,
  )
}

function copy(db: Database.Database, to: string): void {
  const unfinished = `${to}.unfinished`
  rmSync(unfinished, { force: true })
  keepPrivate(unfinished)
  db.prepare('VACUUM INTO ?').run(unfinished)
  publish(unfinished, to)
}

function apply(db: Database.Database, version: number, sql: string): void {
  db.transaction(() => {
    db.exec(sql)
    db.pragma(`application_id = ${OURS}`)
    db.pragma(`user_version = ${version}`)
  }).immediate()
}
