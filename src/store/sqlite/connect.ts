import { closeSync, openSync } from 'node:fs'
import Database from 'better-sqlite3'
import type { SqliteOptions } from './options.ts'

const PAGE_BYTES = 4096
const MAX_IDLE_LOG_BYTES = 4 << 20

/** A connection that loses nothing it acknowledged when the power goes, and waits for others no longer than its thread may stand still. */
export function connect(file: string, { maxBytes, onStatement }: SqliteOptions): Database.Database {
  keepPrivate(file)
  const db = new Database(file, { timeout: 200, ...(onStatement && { verbose: (sql) => onStatement(String(sql)) }) })
  db.pragma(`page_size = ${PAGE_BYTES}`)
  // better-sqlite3 is built to sync a WAL only at checkpoints; a power cut then loses what was acknowledged.
  db.pragma('synchronous = FULL')
  db.pragma('foreign_keys = ON')
  db.pragma('temp_store = MEMORY')
  db.pragma('secure_delete = ON')
  db.pragma(`journal_size_limit = ${MAX_IDLE_LOG_BYTES}`)
  if (maxBytes !== undefined) db.pragma(`max_page_count = ${Math.floor(maxBytes / PAGE_BYTES)}`)
  return db
}

/** Makes the file, if it is new, readable by its owner only. SQLite gives the same mode to the files beside it. */
export function keepPrivate(file: string): void {
  closeSync(openSync(file, 'a', 0o600))
}
