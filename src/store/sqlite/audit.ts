import type Database from 'better-sqlite3'
import type { AuditEntry } from '../../model/store.ts'
import { prepare } from './statement.ts'

/** Who did or tried what; only ever added to. */
export function openAudit(db: Database.Database) {
  const insert = prepare(
    db,
    `INSERT INTO audit (at, actor, action, object, allowed) VALUES (@at, @actor, @action, @object, @allowed)`,
  )
  return {
    add(entry: AuditEntry): void {
      insert.run({ ...entry, allowed: entry.allowed ? 1 : 0 })
    },
  }
}
