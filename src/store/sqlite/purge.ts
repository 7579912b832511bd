import { existsSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type Database from 'better-sqlite3'

/**
 * Deletes every row of every table, and the copies that were made beside the file. What was received goes when all else
 * is gone: it says that there is something to purge, also after a crash on the way.
 */
export function purge(db: Database.Database, file: string): void {
  db.pragma('foreign_keys = OFF')
  const tables = db.prepare(TABLES).pluck().all() as string[]
  for (const table of tables) db.exec(`DELETE FROM "${table}"`)
  removeCopies(file)
  shrink(db)
  db.exec('DELETE FROM delivery')
  shrink(db)
}

/** What was deleted is not in the file any more either. */
function shrink(db: Database.Database): void {
  db.exec('VACUUM')
  db.pragma('wal_checkpoint(TRUNCATE)')
}

const TABLES = `SELECT name FROM sqlite_schema
  WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> 'delivery'`

/** Not the backups that somebody made: where those are is theirs to say. */
const OUR_COPY = /^\.(?:before-\d{4}|before-restore-[\dTZ.-]{20,30}|restoring)(?:-wal|-shm|-journal|\.unfinished)?$/

/** Deletes the copies that a migration or a restore left beside the file before a time: they hold what people wrote then. */
export function removeCopies(file: string, before = Number.POSITIVE_INFINITY): void {
  // A restore leaves its copy where the file is, a migration where its name is: one may be a link to the other.
  const names = existsSync(file) ? [resolve(file), realpathSync(file)] : [resolve(file)]
  for (const copy of new Set(names.flatMap((name) => oldCopies(name, before)))) rmSync(copy, { force: true })
}

function oldCopies(file: string, before: number): string[] {
  const folder = dirname(file)
  return (
    readdirSync(folder)
      .filter((name) => name.startsWith(basename(file)) && OUR_COPY.test(name.slice(basename(file).length)))
      .map((name) => join(folder, name))
      // When it got its name: what it holds may be older.
      .filter((copy) => (statSync(copy, { throwIfNoEntry: false })?.ctimeMs ?? before) < before)
  )
}
