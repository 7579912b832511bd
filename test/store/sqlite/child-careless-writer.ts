import { writeSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { openSqliteStore } from '../../../src/store/sqlite/open.ts'

/** A control: writes the same deliveries as `child-writer`, synced as better-sqlite3 does by default. */
const [, , file = '', run = ''] = process.argv
await openSqliteStore(file).close()
const db = new Database(file)
db.pragma('synchronous = NORMAL')
const insert = db.prepare('INSERT INTO delivery (key, received_at, body) VALUES (?, 1, ?)')
for (let i = 0; ; i++) {
  insert.run(`${run}-${i}`, 'x'.repeat((i * 997) % 9000))
  writeSync(1, `delivery ${run}-${i}\n`)
  // No faster than the careful one, which waits for the disk.
  await sleep(1)
}
