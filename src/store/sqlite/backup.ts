import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { KnownError } from '../../model/known-error.ts'
import { keepPrivate } from './connect.ts'
import { explain } from './explain.ts'
import { schemaOf } from './schema.ts'

export interface Backup {
  readonly schema: number
  readonly bytes: number
}

/**
 * Copies the database, as of one moment, into a file that appears when it is whole and on the disk. It has a
 * connection of its own, which only reads: a Casebook that works on the database goes on. Throws a KnownError when the
 * file is there already and may not be replaced.
 */
export function backUp(database: string, to: string, mayReplace: boolean): Backup {
  if (!existsSync(database))
    throw new KnownError('no-store', `there is no database \`${database}\`; the app makes it when it starts`)
  checkTarget(database, to, mayReplace)
  try {
    const db = new Database(database, { readonly: true })
    try {
      const schema = schemaOf(db, database)
      copyInto(db, to)
      return { schema, bytes: statSync(to).size }
    } finally {
      db.close()
    }
  } catch (error) {
    throw isOfFile(error) ? unwritable(to, error) : explain(error)
  }
}

/** Copies the database into a file, in place of what is there. What was deleted from the database is not in it. */
export function copyInto(db: Database.Database, to: string): void {
  const unfinished = unfinishedOf(to)
  rmSync(unfinished, { force: true })
  try {
    keepPrivate(unfinished)
    db.prepare('VACUUM INTO ?').run(unfinished)
    publish(unfinished, to)
  } finally {
    rmSync(unfinished, { force: true })
  }
}

/** Gives a finished file its name, so that a crash leaves the old one or the new one. */
export function publish(unfinished: string, file: string): void {
  sync(unfinished)
  renameSync(unfinished, file)
  sync(dirname(resolve(file)))
}

/** What a file holds, or which names a folder holds, is on the disk. */
export function sync(path: string): void {
  const descriptor = openSync(path, 'r')
  fsyncSync(descriptor)
  closeSync(descriptor)
}

function unfinishedOf(file: string): string {
  return `${file}.unfinished`
}

function checkTarget(database: string, to: string, mayReplace: boolean): void {
  if (['', '-wal', '-shm', '.lock'].some((suffix) => isSameFile(`${database}${suffix}`, to)))
    throw new KnownError('backup-onto-store', `\`${to}\` is the database itself. Name another file for the backup.`)
  const taken = [to, unfinishedOf(to)].find((file) => existsSync(file))
  if (taken === undefined || mayReplace) return
  const why = taken === to ? 'is there already' : 'is there: another backup is being made, or one was killed'
  throw new KnownError('backup-exists', `\`${taken}\` ${why}. Name another file, or say --force to replace it.`)
}

function isSameFile(a: string, b: string): boolean {
  const [one, other] = [a, b].map((file) => statSync(file, { throwIfNoEntry: false }))
  return one !== undefined && one.ino === other?.ino && one.dev === other.dev
}

function isOfFile(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error
}

function unwritable(to: string, error: NodeJS.ErrnoException): KnownError {
  return new KnownError('unwritable-backup', `cannot write the backup \`${to}\` (${error.code})`, { cause: error })
}
