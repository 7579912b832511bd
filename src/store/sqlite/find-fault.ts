import Database from 'better-sqlite3'

/** The first thing that SQLite's `quick_check` finds wrong with the file; undefined when it finds nothing. */
export function findFault(file: string): string | undefined {
  const db = new Database(file, { readonly: true, timeout: 1000 })
  try {
    const verdict = String(db.pragma('quick_check(1)', { simple: true }))
    return verdict === 'ok' ? undefined : verdict
  } finally {
    db.close()
  }
}
