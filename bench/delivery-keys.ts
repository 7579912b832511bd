import Database from 'better-sqlite3'

/** The keys of what was received, in order. Throws when the file is damaged. */
export function keysOf(file: string): string[] {
  const db = new Database(file)
  try {
    const integrity = db.pragma('integrity_check', { simple: true })
    if (integrity !== 'ok') throw new Error(String(integrity))
    return db.prepare('SELECT key FROM delivery ORDER BY number').pluck().all() as string[]
  } finally {
    db.close()
  }
}
