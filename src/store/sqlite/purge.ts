import { readdirSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type Database from 'better-sqlite3'

/**
 * Deletes every row of every table, and the copies that were made beside the file. What was received goes last: it says
 * that there is something to purge.
 */
export function purge(db: Database.Database, file: string): void {
  db.pragma('foreign_keys = OFF')
  const tables = db.prepare(TABLES).pluck().all() as string[]
  for (const table of tables) db.exec(`DELETE FROM "${table}"`)
  db.exec('VACUUM')
  db.pragma('wal_checkpoint(TRUNCATE)')
  removeCopies(file)
}

const TABLES = `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
  ORDER BY name = 'delivery'`

/** Not the backups that somebody made: where those are is theirs to say. */
const OUR_COPY = /^\.(?:before-\d{4}|before-restore-[\dTZ.-]{20,30}|restoring)(?:-wal|-shm|-journal|\.unfinished)?$/

/** Deletes the copies that a migration or a restore left beside the file before a time: they hold what people wrote then. */
export function removeCopies(file: string, before = Number.POSITIVE_INFINITY): void {
  const folder = dirname(resolve(file))
  const old = readdirSync(folder)
    .filter((name) => name.startsWith(basename(file)) && OUR_COPY.test(name.slice(basename(file).length)))
    .map((name) => join(folder, name))
    // When it got its name: what it holds may be older.
    .filter((copy) => (statSync(copy, { throwIfNoEntry: false })?.ctimeMs ?? before) < before)
  for (const copy of old) rmSync(copy, { force: true })
}
