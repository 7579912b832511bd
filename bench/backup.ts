/**
 * Goal C3: what `casebook backup` copies while the app writes, `casebook restore` brings back whole.
 *
 *     npx tsx bench/backup.ts [GOAL…] [--short]
 *
 * The verbs run as processes of their own, as people run them. Counts hold on any machine; times are of this one.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { statSync, writeFileSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { openSqliteStore } from '../src/store/sqlite/open.ts'
import { delivery } from '../test/store/samples.ts'
import { keysOf } from './delivery-keys.ts'
import type { Goal, Result, Size } from './reliability/goal.ts'
import { compileProduction, removeBuilds } from './reliability/production.ts'
import { newFolder, removeFolders } from './reliability/scratch.ts'
import { runGoals } from './run-goals.ts'

/** 200 writes a second. */
const WRITE_EVERY_MS = 5
const PASTE = 'x'.repeat(10_000)
const AT_FIRST = 2000
const ROUNDS: Readonly<Record<Size, number>> = { short: 5, full: 30 }
const RESTORED_BYTES: Readonly<Record<Size, number>> = { short: 100e6, full: 1e9 }
const RESTORE_LIMIT_MS = 10_000

type Copy = (site: Site, to: string) => Promise<void>

/** A database, and the configuration that names it. */
interface Site {
  readonly folder: string
  readonly database: string
}

const c3: Goal = {
  id: 'C3',
  promise:
    'backup during 200 writes a second: the restored copy is sound and a beginning of what was written; restore in 10 s for 1 GB',
  async measure(size) {
    const copied = await copyWhileWriting(ROUNDS[size], (site, to) => casebook(site, 'backup', to))
    const restored = await restoreLarge(RESTORED_BYTES[size])
    return { good: copied.good && restored.good, says: `${copied.says}; ${restored.says}` }
  },
  control: {
    without: 'the verb: cp of the live file',
    measure: (size) => copyWhileWriting(ROUNDS[size], ({ database }, to) => copyFile(database, to)),
  },
}

async function copyWhileWriting(rounds: number, copy: Copy): Promise<Result> {
  const site = newSite()
  const store = openSqliteStore(site.database)
  const written: string[] = []
  const write = () => {
    const key = `Ev${written.length}`
    store.receive(delivery(key, { body: PASTE }))
    written.push(key)
  }
  for (let i = 0; i < AT_FIRST; i++) write()
  let [good, during] = [0, 0]
  const timer = setInterval(write, WRITE_EVERY_MS)
  for (let round = 0; round < rounds; round++) {
    await sleep(100)
    const before = written.length
    const to = join(site.folder, `copy-${round}.db`)
    await copy(site, to)
    during += written.length - before
    if (await isBeginning(to, written, before)) good++
  }
  clearInterval(timer)
  await store.close()
  return {
    good: good === rounds,
    says: `${good} of ${rounds} restored copies sound, with all that was acknowledged before; ${during} writes while copying`,
  }
}

/** Whether it can be restored, and then holds the first of what was written, at least so many. */
async function isBeginning(copy: string, written: readonly string[], atLeast: number): Promise<boolean> {
  const site = newSite()
  try {
    await casebook(site, 'restore', copy)
    const keys = keysOf(site.database)
    return keys.length >= atLeast && keys.every((key, i) => key === written[i])
  } catch {
    return false
  }
}

async function restoreLarge(bytes: number): Promise<Result> {
  const [from, to] = [newSite(), newSite()]
  await fill(from.database, bytes)
  const backup = join(from.folder, 'backup.db')
  const backupMs = await timed(() => casebook(from, 'backup', backup))
  const restoreMs = await timed(() => casebook(to, 'restore', backup))
  const size = statSync(to.database).size
  return {
    good: restoreMs <= RESTORE_LIMIT_MS && keysOf(to.database).length > 0,
    says: `${(size / 1e9).toFixed(2)} GB: backup ${seconds(backupMs)}, restore ${seconds(restoreMs)}`,
  }
}

/** In one transaction: what is measured is the copy. */
async function fill(database: string, bytes: number): Promise<void> {
  await openSqliteStore(database).close()
  const db = new Database(database)
  const insert = db.prepare(`INSERT INTO delivery (key, received_at, done, body) VALUES (?, 1, 1, ?)`)
  db.transaction(() => {
    for (let i = 0; i < bytes / PASTE.length; i++) insert.run(`Ev${i}`, PASTE)
  })()
  db.close()
}

function newSite(): Site {
  const folder = newFolder()
  const database = join(folder, 'casebook.db')
  writeFileSync(join(folder, 'casebook.yml'), `database: ${database}\n`)
  return { folder, database }
}

async function casebook({ folder }: Site, ...args: readonly string[]): Promise<void> {
  const program = join(compileProduction(), 'dist/main.js')
  const child = spawn(process.execPath, [program, ...args, '--config', join(folder, 'casebook.yml')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (text) => {
    said += String(text)
  })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(said)
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}

try {
  await runGoals([c3], process.argv.slice(2))
} finally {
  removeBuilds()
  removeFolders()
}
