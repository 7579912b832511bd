import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { openSqliteStore } from '../../../src/store/sqlite/open.ts'
import { OURS } from '../../../src/store/sqlite/schema.ts'

/** Migrates a file and kills itself before the given statement, counted from the first that writes; `careless` is a control without transactions. */
const [, , file = '', migrations = '', killAt = '', how = ''] = process.argv
let statements = 0
const onStatement = (sql: unknown) => {
  if (statements > 0 || /^(?:BEGIN|--|CREATE)/.test(String(sql))) statements++
  if (statements === Number(killAt)) process.kill(process.pid, 'SIGKILL')
}

if (how === 'careless') migrateCarelessly()
else await openSqliteStore(file, { migrations, onStatement }).close()

function migrateCarelessly(): void {
  const db = new Database(file, { verbose: onStatement })
  db.pragma(`application_id = ${OURS}`)
  const names = readdirSync(migrations).sort()
  for (let version = db.pragma('user_version', { simple: true }) as number; version < names.length; version++) {
    db.exec(readFileSync(join(migrations, names[version] ?? ''), 'utf8'))
    db.pragma(`user_version = ${version + 1}`)
  }
  db.close()
}
