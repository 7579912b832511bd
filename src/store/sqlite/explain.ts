import Database from 'better-sqlite3'
import { KnownError } from '../../model/known-error.ts'

/** The KnownError for what an operator can do something about; any other error as it is. */
export function explain(error: unknown): unknown {
  if (isBusy(error))
    return known('store-busy', 'Another process keeps the database locked. Nothing was written; try again.', error)
  if (isClosed(error)) return known('store-closed', 'The database is closed. Nothing was written.', error)
  if (!(error instanceof Database.SqliteError)) return error
  if (error.code === 'SQLITE_FULL') {
    return known('store-full', 'The disk of the database is full. Nothing was written; make room and try again.', error)
  }
  if (error.code === 'SQLITE_NOTADB' || error.code.startsWith('SQLITE_CORRUPT')) {
    return known(
      'store-damaged',
      'The file of the database is damaged or not a database. Restore the last backup.',
      error,
    )
  }
  return error
}

/** Whether another process held a lock that was needed: nothing was written, and it may go well later. */
export function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')
}

/** better-sqlite3 gives it no code. */
function isClosed(error: unknown): boolean {
  return error instanceof TypeError && error.message === 'The database connection is not open'
}

function known(code: string, message: string, cause: unknown): KnownError {
  return new KnownError(code, message, { cause })
}
