import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type Database from 'better-sqlite3'
import { KnownError } from '../../model/known-error.ts'

const SHIPPED = fileURLToPath(new URL('../../../migrations/sqlite', import.meta.url))
/** "CasB": tells our file from any other SQLite file. */
export const OURS = 0x43617342
const NAME = /^(\d{4})-[a-z0-9-]{1,80}\.sql$/

/** The SQL of each `<nnnn>-<what>.sql`, in order: the first makes schema 1. */
export function readMigrations(folder = SHIPPED): string[] {
  const names = readdirSync(folder)
    .filter((name) => NAME.test(name))
    .sort()
  for (const [i, name] of names.entries()) {
    if (Number(name.slice(0, 4)) !== i + 1)
      throw new Error(`${folder}: \`${name}\` is out of sequence: number ${i + 1} is expected`)
  }
  return names.map((name) => readFileSync(join(folder, name), 'utf8'))
}

/** The schema that a database has; 0 when it is empty. Throws a KnownError when it is a database of something else. */
export function schemaOf(db: Database.Database, file: string): number {
  const tables = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() as number
  if (tables > 0 && db.pragma('application_id', { simple: true }) !== OURS) {
    throw new KnownError(
      'store-foreign',
      `\`${file}\` is a database of something else. Give Casebook a file of its own.`,
    )
  }
  return db.pragma('user_version', { simple: true }) as number
}
