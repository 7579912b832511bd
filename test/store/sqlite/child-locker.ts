import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import Database from 'better-sqlite3'

/** Locks the database against writing until it is told to stop, or for the given milliseconds. */
const [, , file, lockMs] = process.argv
const db = new Database(file)
db.exec('BEGIN IMMEDIATE')
writeSync(1, 'locked\n')
if (lockMs) setTimeout(release, Number(lockMs))
createInterface({ input: process.stdin }).once('line', release)

function release(): void {
  db.exec('ROLLBACK')
  writeSync(1, 'released\n')
  process.exit(0)
}
