import { dirname, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { KnownError } from '../../model/known-error.ts'
import { keepPrivate } from './connect.ts'
import { explain, isBusy } from './explain.ts'
import { unusable } from './place.ts'

/**
 * Makes this process the only Casebook on the file, until the returned function is called or the process ends however
 * it ends. Two would each take the other's messages on their way for lost ones, and send them twice.
 *
 * The lock is SQLite's own on a second, empty database: Node has none, and on the file itself it would keep backup
 * tools out.
 */
export function claim(file: string): () => void {
  const lock = openLock(file)
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (cause) {
    lock.close()
    if (!isBusy(cause)) throw explain(cause)
    throw new KnownError(
      'store-in-use',
      `Another Casebook works on \`${file}\`. Stop it first, or give this one its own file.`,
      {
        cause,
      },
    )
  }
  return () => lock.close()
}

function openLock(file: string): Database.Database {
  const lockFile = `${file}.lock`
  try {
    keepPrivate(lockFile)
  } catch (error) {
    throw unusable(dirname(resolve(file)), error)
  }
  return new Database(lockFile, { timeout: 0 })
}
