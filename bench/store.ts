/**
 * What the store survives: each row a fault made for real, beside a control that must fail under the same fault.
 *
 *     npx tsx bench/store.ts [PART OF A ROW'S NAME]
 *
 * Counts and ratios hold on any machine; times are of this one. Mounting needs root: rows that need it say so.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  closeSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { KnownError } from '../src/model/known-error.ts'
import type { Store } from '../src/model/store.ts'
import { backUp } from '../src/store/sqlite/backup.ts'
import { openSqliteStore } from '../src/store/sqlite/open.ts'
import { delivery, investigation, post } from '../test/store/samples.ts'
import { compiledPath, removeCompiled, startChild } from '../test/store/sqlite/child.ts'
import { keysOf } from './delivery-keys.ts'

interface Row {
  readonly name: string
  readonly needsMounts?: true
  readonly measure: () => Promise<Measured>
}

interface Measured {
  readonly ours: Result
  readonly control: Result
}

interface Result {
  readonly good: boolean
  readonly says: string
}

const CHILDREN = 'test/store/sqlite'
const SHIPPED = fileURLToPath(new URL('../migrations/sqlite', import.meta.url))
const POWER_CUTS = 20
const MIGRATION_KILLS = 200
/** A slow machine makes fewer cuts and kills, and says how many. */
const LONGEST_MS = 25_000
const LOCK_MS = 3000
const EVENTS = 500
/** That write: of the newest migration, and of all from an empty file. */
const STATEMENTS = { one: 24, all: 84 }
const PASTES = 3000
const LONGEST_PAUSE_MS = 50
const HOUR_MS = 3_600_000
/** Ten minutes at 100 a second, for which the goal is 64 MiB with a reader held. */
const GOAL_WRITES = 60_000
const PAGE_AND_HEADER_BYTES = 4096 + 24

const scratch = mkdtempSync(join(tmpdir(), 'casebook-bench-'))
let files = 0

async function run(): Promise<void> {
  print(`node ${process.version}, SQLite ${new Database(':memory:').prepare('SELECT sqlite_version()').pluck().get()}`)
  const canMount = tryMount()
  for (const row of ROWS.filter(({ name }) => name.includes(process.argv[2] ?? ''))) {
    if (row.needsMounts && !canMount) print(`${row.name}: not run: needs root and the right to mount`)
    else report(row.name, await row.measure())
  }
}

function tryMount(): boolean {
  const folder = makeFolder()
  const mounted = spawnSync('mount', ['-t', 'tmpfs', 'tmpfs', folder]).status === 0
  if (mounted) execFileSync('umount', [folder])
  return mounted
}

function report(name: string, { ours, control }: Measured): void {
  const verdict = !ours.good ? 'FAILED' : control.good ? 'PROVES NOTHING: the control is as good' : 'ok'
  if (verdict !== 'ok') process.exitCode = 1
  print(`\n${name}: ${verdict}\n  ours     ${ours.says}\n  control  ${control.says}`)
}

const ROWS: readonly Row[] = [
  {
    name: `C1 power cut, up to ${POWER_CUTS} times (control: synchronous = NORMAL)`,
    needsMounts: true,
    measure: async () => ({
      ours: await cutPower('child-writer.ts'),
      control: await cutPower('child-careless-writer.ts'),
    }),
  },
  {
    name: `C2 kill -9 inside a migration, up to ${MIGRATION_KILLS} times (control: no transaction)`,
    measure: async () => ({ ours: await killMigrations(), control: await killMigrations('careless') }),
  },
  {
    name: `A2 another process holds the lock for ${LOCK_MS} ms (control: busy_timeout 5000)`,
    measure: async () => ({ ours: await lockOurs(), control: await lockControl() }),
  },
  {
    name: `A3 disk full during ${EVENTS} events (control: acknowledged before it is written)`,
    needsMounts: true,
    measure: async () => ({ ours: await fillDisk(false), control: await fillDisk(true) }),
  },
  {
    name: 'C4 a folder on FUSE (control: a local folder must not be refused)',
    needsMounts: true,
    measure: async () => ({ ours: refuseFuse(), control: refuse(makeFolder()) }),
  },
  {
    name: 'C5 the write-ahead log after a reader held it for 5,000 writes (control: no size limit)',
    measure: async () => ({ ours: holdReader(false), control: holdReader(true) }),
  },
  {
    name: 'C5 the write-ahead log while we write, read and copy (control: a reader that is held)',
    measure: async () => ({ ours: await writeAndRead(false), control: await writeAndRead(true) }),
  },
  {
    name: `pruning ${PASTES} pastes (control: in one transaction)`,
    measure: async () => ({ ours: await pruneInSteps(), control: await pruneAtOnce() }),
  },
]

/** What a power cut leaves is what the file system gave to its disk, which here is a file that can be copied at that moment. */
async function cutPower(script: string): Promise<Result> {
  const folder = makeFolder()
  const [image, cut, live, dead] = ['image', 'cut', 'live', 'dead'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
    string,
  ]
  execFileSync('truncate', ['-s', '96M', image])
  execFileSync('mkfs.ext4', ['-q', image])
  for (const mountPoint of [live, dead]) mkdirSync(mountPoint)
  execFileSync('mount', ['-o', 'loop', image, live])
  const end = performance.now() + LONGEST_MS
  let [acknowledged, lost, cuts, cutsWithLoss, damaged] = [0, 0, 0, 0, 0]
  for (let i = 0; i < POWER_CUTS && performance.now() < end; i++) {
    const acks = await writeUntilCut(script, join(live, `${i}.db`), () => copyFileSync(image, cut))
    execFileSync('mount', ['-o', 'loop', cut, dead])
    const missing = missingIn(join(dead, `${i}.db`), acks)
    execFileSync('umount', [dead])
    for (const suffix of ['', '-wal', '-shm', '.lock']) rmSync(join(live, `${i}.db${suffix}`), { force: true })
    cuts++
    acknowledged += acks.length
    if (missing === undefined) damaged++
    else lost += missing
    if (missing !== 0) cutsWithLoss++
  }
  execFileSync('umount', [live])
  return {
    good: lost === 0 && damaged === 0,
    says: `${lost} of ${acknowledged} acknowledged rows lost, in ${cutsWithLoss} of ${cuts} cuts; ${damaged} damaged files`,
  }
}

async function writeUntilCut(script: string, file: string, cut: () => void): Promise<string[]> {
  const log = join(makeFolder(), 'acks')
  const output = openSync(log, 'w')
  const child = spawn(process.execPath, [compiledPath(`${CHILDREN}/${script}`), file, 'run'], {
    stdio: ['ignore', output, 'inherit'],
  })
  const exited = once(child, 'exit')
  while (statSync(log).size < 2000) await sleep(5)
  await sleep(300 + 700 * Math.random())
  child.kill('SIGSTOP')
  while (!/\) T /.test(readFileSync(`/proc/${child.pid}/stat`, 'utf8'))) await sleep(1)
  const acks = readFileSync(log, 'utf8').split('\n').slice(0, -1)
  cut()
  child.kill('SIGKILL')
  await exited
  closeSync(output)
  return acks.filter((ack) => ack.startsWith('delivery ')).map((ack) => ack.slice('delivery '.length))
}

/** How many of the keys are not in the file; undefined when it is damaged. */
function missingIn(file: string, keys: readonly string[]): number | undefined {
  try {
    const held = new Set(keysOf(file))
    return keys.filter((key) => !held.has(key)).length
  } catch {
    return undefined
  }
}

async function killMigrations(how = ''): Promise<Result> {
  const migrations = makeFolder()
  cpSync(SHIPPED, migrations, { recursive: true })
  const next = String(readdirSync(SHIPPED).length + 1).padStart(4, '0')
  writeFileSync(
    join(migrations, `${next}-bench.sql`),
    Array.from({ length: 20 }, (_, i) => `CREATE TABLE more_${i} AS SELECT key FROM delivery;`).join('\n'),
  )
  const end = performance.now() + 3 * LONGEST_MS
  let [opened, kills] = [0, 0]
  for (let i = 0; kills < MIGRATION_KILLS && performance.now() < end; i++) {
    const file = newFile()
    const isOld = i % 2 === 0
    if (isOld) await openWith(file)
    const killAt = 1 + Math.floor(Math.random() * (isOld ? STATEMENTS.one : STATEMENTS.all))
    const args = [compiledPath(`${CHILDREN}/child-migrator.ts`), file, migrations, String(killAt), how]
    // It may be done before.
    if (spawnSync(process.execPath, args).signal !== 'SIGKILL') continue
    kills++
    if (await opensWhole(file, migrations)) opened++
  }
  return { good: opened === kills, says: `${opened} of ${kills} open with the newest schema afterwards` }
}

async function openWith(file: string): Promise<void> {
  const store = openSqliteStore(file)
  store.receive(delivery('Ev1'))
  await store.close()
}

async function opensWhole(file: string, migrations: string): Promise<boolean> {
  try {
    await openSqliteStore(file, { migrations }).close()
    return (
      new Database(file).prepare(`SELECT count(*) FROM sqlite_schema WHERE name LIKE 'more_%'`).pluck().get() === 20
    )
  } catch {
    return false
  }
}

async function lockOurs(): Promise<Result> {
  const file = newFile()
  const store = openSqliteStore(file)
  const answers = { kept: 0, busy: 0 }
  let commits: Promise<unknown> = Promise.resolve()
  const { longestMs } = await whileLocked(file, (i) => {
    if (i === 0) commits = Promise.all(['m1', 'm2', 'm3'].map((id) => store.commit({ send: [post(id)] })))
    try {
      store.receive(delivery(`Ev${i}`))
      answers.kept++
    } catch (error) {
      if (error instanceof KnownError && error.code === 'store-busy') answers.busy++
    }
  })
  await commits
  const committed = (await Promise.all(['m1', 'm2', 'm3'].map((id) => store.outgoing(id)))).filter(Boolean).length
  const acknowledged = (await store.undone(1000)).length
  await store.close()
  return {
    good: longestMs <= 250 && committed === 3 && acknowledged === answers.kept,
    says: `event loop stood still for ${longestMs} ms at most; ${answers.busy} events refused at once, ${answers.kept} kept; ${committed} of 3 changes got through`,
  }
}

async function lockControl(): Promise<Result> {
  const file = newFile()
  await openSqliteStore(file).close()
  const db = new Database(file, { timeout: 5000 })
  const insert = db.prepare(`INSERT INTO delivery (key, received_at, body) VALUES (?, 1, '')`)
  const { longestMs } = await whileLocked(file, (i) => insert.run(`Ev${i}`))
  db.close()
  return { good: longestMs <= 250, says: `event loop stood still for ${longestMs} ms at most` }
}

async function whileLocked(file: string, event: (i: number) => void): Promise<{ longestMs: number }> {
  const locker = startChild(`${CHILDREN}/child-locker.ts`, file, String(LOCK_MS))
  await locker.lines.next()
  const released = locker.lines.next()
  let [last, longestMs, events, over] = [performance.now(), 0, 0, false]
  released.then(() => {
    over = true
  })
  const timer = setInterval(() => event(events++), 100)
  while (!over) {
    await sleep(1)
    longestMs = Math.max(longestMs, Math.round(performance.now() - last))
    last = performance.now()
  }
  clearInterval(timer)
  await locker.kill()
  return { longestMs }
}

async function fillDisk(acknowledgeFirst: boolean): Promise<Result> {
  const disk = makeFolder()
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', disk])
  const file = join(disk, 'casebook.db')
  const ballast = join(disk, 'ballast')
  const store = openSqliteStore(file)
  writeFileSync(ballast, Buffer.alloc(2 << 20))
  const acknowledged: string[] = []
  let refused = 0
  for (let i = 0; i < EVENTS; i++) {
    if (i === EVENTS - 50) rmSync(ballast)
    if (acknowledgeFirst) acknowledged.push(`Ev${i}`)
    try {
      store.receive(delivery(`Ev${i}`, { body: 'x'.repeat(i < EVENTS - 50 ? 10_000 : 100) }))
      if (!acknowledgeFirst) acknowledged.push(`Ev${i}`)
    } catch {
      refused++
    }
  }
  await store.close()
  const lost = missingIn(file, acknowledged)
  execFileSync('umount', [disk])
  return {
    good: lost === 0 && refused > 0,
    says: `${refused} events refused, ${acknowledged.length} acknowledged, ${lost ?? 'all, the file is damaged,'} of these lost`,
  }
}

function refuse(folder: string): Result {
  try {
    openSqliteStore(join(folder, 'casebook.db'))
    return { good: false, says: 'opened' }
  } catch (error) {
    return { good: error instanceof KnownError && error.code === 'store-unsafe-place', says: String(error) }
  }
}

/** A FUSE file system of another user: the kernel tells its type without asking the server, of which there is none. */
function refuseFuse(): Result {
  const folder = makeFolder()
  const device = openSync('/dev/fuse', 'r+')
  const options = 'fd=3,rootmode=40000,user_id=65534,group_id=65534'
  execFileSync('mount', ['-i', '-t', 'fuse', '-o', options, 'bench', folder], {
    stdio: ['ignore', 'ignore', 'inherit', device],
  })
  const result = refuse(folder)
  execFileSync('umount', ['-l', folder])
  closeSync(device)
  return result
}

function holdReader(withoutLimit: boolean): Result {
  const file = newFile()
  const store = openSqliteStore(file)
  const control = new Database(file)
  if (withoutLimit) void store.close()
  control.pragma('synchronous = OFF')
  const insert = control.prepare(`INSERT INTO delivery (key, received_at, body) VALUES (?, 1, 'x')`)
  const write = (key: string) => (withoutLimit ? insert.run(key) : store.receive(delivery(key)))
  write('first')
  const reader = new Database(file, { readonly: true })
  reader.exec('BEGIN')
  reader.prepare('SELECT count(*) FROM delivery').get()
  for (let i = 0; i < 5000; i++) write(`Ev${i}`)
  const held = statSync(`${file}-wal`).size
  reader.close()
  for (let i = 0; i < 5; i++) write(`after ${i}`)
  const after = statSync(`${file}-wal`).size
  control.close()
  return {
    good: after <= 4 << 20,
    says: `${(held / 5000 / 1024).toFixed(1)} KiB per write while held, ${toMebibytes(held)} MiB in all; ${toMebibytes(after)} MiB five writes later; ${outOfReach(held / 5000)}`,
  }
}

/**
 * A commit writes each page that it touched whole: that of the row and one for each index in which the row stands. Even
 * a single one would be too much, so that no table can be made to fit. What was tried instead: pages of 1 KiB 473 MiB,
 * of 512 bytes 297 MiB, ten writes in a commit 541 MiB, 40 in a commit with pages of 1 KiB 219 MiB, WITHOUT ROWID
 * 1048 MiB, no index but that of the key 617 MiB.
 */
function outOfReach(bytesPerWrite: number): string {
  const [all, least] = [bytesPerWrite, PAGE_AND_HEADER_BYTES].map((bytes) =>
    Math.round((bytes * GOAL_WRITES) / 2 ** 20),
  )
  return `${all} MiB in ten minutes at 100 a second, where 64 are the goal and one page a write would be ${least}`
}

/** Does what the app does, all at once. */
async function writeAndRead(heldReader: boolean): Promise<Result> {
  const file = newFile()
  const store = openSqliteStore(file)
  store.receive(delivery('first'))
  const reader = new Database(file, { readonly: true })
  if (heldReader) {
    reader.exec('BEGIN')
    reader.prepare('SELECT key FROM delivery').get()
  }
  let [largest, copies] = [0, 0]
  for (let i = 0; i < 5000; i++) {
    store.receive(delivery(`Ev${i}`))
    if (i % 1000 === 0) {
      backUp(file, newFile(), false)
      copies++
    }
    await Promise.all([store.undone(100), store.due(1), store.commit({ done: `Ev${i}`, send: [post(`m${i}`)] })])
    largest = Math.max(largest, statSync(`${file}-wal`).size)
  }
  reader.close()
  await store.close()
  return {
    good: largest <= 8 << 20,
    says: `${toMebibytes(largest)} MiB at most in 10,000 writes with ${copies} copies made`,
  }
}

async function pruneInSteps(): Promise<Result> {
  const store = await storeOfPastes(newFile())
  const longestMs = await longestPause(() => store.prune(100 * HOUR_MS, { pastesMs: HOUR_MS, auditMs: HOUR_MS }))
  await store.close()
  return { good: longestMs <= LONGEST_PAUSE_MS, says: `event loop stood still for ${longestMs} ms at most` }
}

async function pruneAtOnce(): Promise<Result> {
  const file = newFile()
  const store = await storeOfPastes(file)
  const db = new Database(file)
  db.pragma('synchronous = FULL')
  db.pragma('secure_delete = ON')
  const longestMs = await longestPause(async () => db.exec('DELETE FROM delivery; DELETE FROM investigation'))
  db.close()
  await store.close()
  return { good: longestMs <= LONGEST_PAUSE_MS, says: `event loop stood still for ${longestMs} ms at most` }
}

async function storeOfPastes(file: string): Promise<Store> {
  const store = openSqliteStore(file)
  const text = 'x'.repeat(20_000)
  for (let i = 0; i < PASTES; i++) {
    store.receive(delivery(`Ev${i}`, { body: text }))
    await store.commit({ done: `Ev${i}`, investigation: investigation(`I${i}`, { pastes: [{ message: '1', text }] }) })
  }
  return store
}

async function longestPause(work: () => Promise<unknown>): Promise<number> {
  let [last, longestMs, over] = [performance.now(), 0, false]
  const worked = work().finally(() => {
    over = true
  })
  while (!over) {
    await sleep(1)
    longestMs = Math.max(longestMs, Math.round(performance.now() - last))
    last = performance.now()
  }
  await worked
  return longestMs
}

function toMebibytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1)
}

function newFile(): string {
  return join(makeFolder(), 'casebook.db')
}

function makeFolder(): string {
  const folder = join(scratch, String(files++))
  mkdirSync(folder)
  return folder
}

function print(line: string): void {
  writeSync(1, `${line}\n`)
}

/** What is mounted here is seen by nobody else, and goes when the process ends. */
function runInOwnMounts(): boolean {
  if (process.getuid?.() !== 0 || process.env.CASEBOOK_BENCH_INSIDE) return false
  const again = [process.execPath, ...process.execArgv, ...process.argv.slice(1)]
  const child = spawnSync('unshare', ['-m', '--propagation', 'private', ...again], {
    stdio: 'inherit',
    env: { ...process.env, CASEBOOK_BENCH_INSIDE: '1' },
  })
  process.exitCode = child.status ?? 1
  return child.error === undefined
}

try {
  if (!runInOwnMounts()) await run()
} finally {
  removeCompiled()
  rmSync(scratch, { recursive: true, force: true })
}
