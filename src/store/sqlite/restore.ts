import { chmodSync, copyFileSync, existsSync, linkSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { KnownError } from '../../model/known-error.ts'
import { publish, sync } from './backup.ts'
import { claim } from './claim.ts'
import { explain, isBusy } from './explain.ts'
import { checkPlace } from './place.ts'
import { readMigrations, schemaOf } from './schema.ts'

export interface Restored {
  readonly schema: number
  readonly bytes: number
  /** Where the database is kept that was there before; undefined when there was none. */
  readonly kept: string | undefined
}

/** Schema 4 brought the digests. */
const DIGESTS_SINCE = 4

/**
 * Puts a backup in the place of the database, which is kept beside it under another name. The backup is copied and the
 * copy checked first; then at every moment the database is the old one or the new one, whole. Throws a KnownError, with
 * nothing changed, while a Casebook runs and when the backup is damaged, not one, or of a newer Casebook.
 */
export function restore(backup: string, place: string, now: number): Restored {
  checkPlace(place)
  // A link to a data volume stays one.
  const database = existsSync(place) ? realpathSync(place) : place
  const release = claim(place)
  const copy = `${database}.restoring`
  try {
    discard(copy)
    copyAside(backup, copy)
    const schema = makeReady(copy, backup, now)
    const bytes = statSync(copy).size
    const kept = keepOld(database, now)
    publish(copy, database)
    return { schema, bytes, kept }
  } finally {
    discard(copy)
    release()
  }
}

/** With what is in its write-ahead log: a file that was copied by hand may have one. */
function copyAside(backup: string, copy: string): void {
  try {
    for (const log of ['', '-wal'].filter((suffix) => suffix === '' || existsSync(`${backup}${suffix}`))) {
      copyFileSync(`${backup}${log}`, `${copy}${log}`)
      chmodSync(`${copy}${log}`, 0o600)
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    throw new KnownError('unreadable-backup', `cannot copy the backup \`${backup}\` to \`${copy}\` (${code})`, {
      cause: error,
    })
  }
}

/** Checks the copy from end to end and makes it one file. Returns its schema. */
function makeReady(copy: string, backup: string, now: number): number {
  try {
    const db = new Database(copy, { timeout: 0 })
    try {
      const schema = schemaOf(db, backup)
      checkSchema(schema, backup)
      const verdict = String(db.pragma('integrity_check(1)', { simple: true }))
      if (verdict !== 'ok') throw damaged(backup, verdict)
      doubtWhatWasUnderWay(db, schema, now)
      db.pragma('journal_mode = DELETE')
      return schema
    } finally {
      db.close()
    }
  } catch (error) {
    const explained = explain(error)
    if (explained instanceof KnownError && explained.code === 'store-damaged') throw damaged(backup, String(error))
    throw explained
  }
}

function checkSchema(schema: number, backup: string): void {
  const known = readMigrations().length
  if (schema === 0) throw damaged(backup, 'it is empty')
  if (schema > known)
    throw new KnownError(
      'store-newer',
      `\`${backup}\` has schema ${schema}, and this Casebook knows ${known}. Restore it with the newer Casebook.`,
    )
}

function damaged(backup: string, why: string): KnownError {
  return new KnownError(
    'bad-backup',
    `\`${backup}\` is damaged or no backup of Casebook (${why}). Nothing was changed.`,
  )
}

/**
 * What was under way when the backup was made went on afterwards: it is looked up before it is sent, nothing is answered
 * a second time, and no digest that was due before now is posted again.
 */
function doubtWhatWasUnderWay(db: Database.Database, schema: number, now: number): void {
  db.transaction(() => {
    db.prepare(`UPDATE outgoing SET state = 'unknown' WHERE state IN ('pending', 'sending')`).run()
    db.prepare(`UPDATE delivery SET done = 1, body = json_object('user', body ->> 'user') WHERE done = 0`).run()
    if (schema >= DIGESTS_SINCE)
      db.prepare(`UPDATE digest_subscription SET body = json_set(body, '$.setAt', ?)`).run(now)
  })()
}

/**
 * A second name for the old file, which stays in its place until the new one takes it. No log may stay there: SQLite
 * would write it into the new file.
 */
function keepOld(database: string, now: number): string | undefined {
  if (existsSync(database)) foldLog(database)
  const kept = `${database}.before-restore-${new Date(now).toISOString().replaceAll(':', '-')}`
  const isThere = existsSync(database)
  if (isThere) linkSync(database, kept)
  for (const log of ['-wal', '-journal'].filter((suffix) => existsSync(`${database}${suffix}`)))
    renameSync(`${database}${log}`, `${kept}${log}`)
  rmSync(`${database}-shm`, { force: true })
  sync(dirname(resolve(database)))
  return isThere ? kept : undefined
}

/** Writes the log back into the file, which SQLite does only when nobody else has it open. That of a damaged file stays as it is. */
function foldLog(database: string): void {
  try {
    const db = new Database(database, { timeout: 200 })
    try {
      schemaOf(db, database)
      db.pragma('journal_mode = DELETE')
    } finally {
      db.close()
    }
  } catch (error) {
    if (isBusy(error))
      throw new KnownError('store-busy', `Another program has \`${database}\` open. Close it and try again.`, {
        cause: error,
      })
    const explained = explain(error)
    if (!(explained instanceof KnownError && explained.code === 'store-damaged')) throw explained
  }
}

function discard(copy: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${copy}${suffix}`, { force: true })
}
