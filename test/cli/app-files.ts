import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach } from 'vitest'
import { type Run, runMain } from './run-main.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** The files of an app that may run or not, in a folder that goes with the test. */
export class AppFiles {
  readonly folder = mkdtempSync(join(tmpdir(), 'casebook-files-'))
  readonly database = this.in('casebook.db')
  readonly #config = this.in('casebook.yml')

  constructor() {
    folders.push(this.folder)
    writeFileSync(this.#config, `database: ${this.database}\n`)
  }

  in(name: string): string {
    return join(this.folder, name)
  }

  /** The files that there are, without the configuration and the lock. */
  names(): string[] {
    return readdirSync(this.folder)
      .filter((name) => !name.endsWith('.yml') && !name.endsWith('.lock'))
      .sort()
  }

  casebook(...args: string[]): Promise<Run> {
    return runMain(args, { CASEBOOK_CONFIG: this.#config })
  }
}

/** The keys of the deliveries in a database that is sound, in the order in which they came. */
export function keysIn(file: string): string[] {
  const db = new Database(file, { readonly: true })
  try {
    const verdict = db.pragma('integrity_check', { simple: true })
    if (verdict !== 'ok') throw new Error(String(verdict))
    return db.prepare('SELECT key FROM delivery ORDER BY number').pluck().all() as string[]
  } finally {
    db.close()
  }
}
