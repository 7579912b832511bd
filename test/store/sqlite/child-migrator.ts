import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { openSqliteStore } from '../../../src/store/sqlite/open.ts'

/** Migrates a file and kills itself before the given statement; `careless` is a control without transactions. */
const [, , file = '', migrations = '', killAt = '', how = ''] = process.argv
let statements = 0
const onStatement = () => {
  if (++statements === Number(killAt)) process.kill(process.pid, 'SIGKILL')
}

if (how === 'careless') migrateCarelessly()
else await openSqliteStore(file, { migrations, onStatement }).close()

function migrateCarelessly(): void {
  const db = new Database(file, { verbose: onStatement })
  const names = readdirSync(migrations).sort()
  for (let version = db.pragma('user_version', { simple: true }) as number; version < names.length; version++) {
    db.exec(readFileSync(join(migrations, names[version] ?? ''), 'utf8'))
    db.pragma(`user_version = ${version + 1}`)
  }
  db.close()
}
