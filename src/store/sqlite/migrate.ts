import type Database from 'better-sqlite3'
import { KnownError } from '../../model/known-error.ts'
import { copyInto } from './backup.ts'
import { OURS, readMigrations, schemaOf } from './schema.ts'

/**
 * Brings the schema up to the newest `<nnnn>-<what>.sql`: each in one transaction, so that a crash leaves one version
 * or the next. A file that holds something is copied first, to `<file>.before-<nnnn>`.
 */
export function migrate(db: Database.Database, file: string, folder?: string): void {
  const migrations = readMigrations(folder)
  const found = schemaOf(db, file)
  if (found > migrations.length) throw tooNew(file, found, migrations.length)
  db.pragma('journal_mode = WAL')
  if (found === migrations.length) return
  if (found > 0) copyInto(db, `${file}.before-${String(found + 1).padStart(4, '0')}`)
  for (const [version, sql] of migrations.entries()) {
    if (version >= found) apply(db, version + 1, sql)
  }
}

function tooNew(file: string, found: number, known: number): KnownError {
  return new KnownError(
    'store-newer',
    `\`${file}\` has schema ${found}, and this Casebook knows ${known}. Run the newer Casebook again, or restore the copy that it made beside the file.`,
  )
}

function apply(db: Database.Database, version: number, sql: string): void {
  db.transaction(() => {
    db.exec(sql)
    db.pragma(`application_id = ${OURS}`)
    db.pragma(`user_version = ${version}`)
  }).immediate()
}
