import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type Database from 'better-sqlite3'
import { keepPrivate } from './connect.ts'

/** Copies the database into `file` in small steps between which others write; what they write is in the copy too. */
export async function backUp(db: Database.Database, file: string): Promise<void> {
  const unfinished = `${file}.unfinished`
  rmSync(unfinished, { force: true })
  keepPrivate(unfinished)
  await db.backup(unfinished)
  publish(unfinished, file)
}

/** Gives a finished file its name, so that a crash leaves the old one or the new one. */
export function publish(unfinished: string, file: string): void {
  sync(unfinished)
  renameSync(unfinished, file)
  sync(dirname(resolve(file)))
}

function sync(path: string): void {
  const descriptor = openSync(path, 'r')
  fsyncSync(descriptor)
  closeSync(descriptor)
}
