import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import type { Person } from '../slack-double/person.ts'
import type { Channel } from '../slack-double/workspace.ts'
import { delivery } from '../store/samples.ts'
import { Office } from './office.ts'
import { FULL_MOUNT_TABLE, LINK_LIMIT } from './pastes.ts'

const MARKER = 'overlay2/a11ce5ecre7'
const PASTE = FULL_MOUNT_TABLE.replace('overlay2/737429e3db38', MARKER)
const GONE = 'Casebook was removed from the workspace'

let office: Office
let alice: Person
let ops: Channel
beforeEach(() => open())
afterEach(async () => {
  expect(office.slack.checkInvariants({ mayPing: [alice] })).toEqual([])
  await office.close()
})

async function open(options = {}): Promise<void> {
  office = await Office.open(options)
  alice = office.slack.person('alice')
  ops = office.slack.channel('ops')
}

const settle = () => office.slack.settle()

/** The app holds what people wrote and did. */
async function isUsed(): Promise<void> {
  const message = await alice.posts(ops, `@casebook ${PASTE}`)
  await settle()
  await alice.clicks(message, 'This solved it')
  await alice.types(ops, '/casebook channel watch')
  await alice.types(ops, '/casebook digest weekly mon 09:00 UTC')
  await settle()
  expect(isOnDisk(MARKER)).toBe(true)
  expect(isOnDisk(alice.id)).toBe(true)
}

function files(): string[] {
  const folder = dirname(office.database)
  return readdirSync(folder).map((name) => join(folder, name))
}

function isOnDisk(text: string): boolean {
  return files().some((file) => readFileSync(file).includes(text))
}

function rowsLeft(): number {
  const db = new Database(office.database, { readonly: true })
  const tables = db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).pluck().all() as string[]
  const counts = tables.map((table) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number)
  db.close()
  expect(tables.length).toBeGreaterThan(10)
  return counts.reduce((sum, count) => sum + count, 0)
}

function expectNothingLeft(): void {
  expect(office.logLines.filter((line) => line.includes(GONE))).toHaveLength(1)
  expect([MARKER, alice.id, ops.id].filter(isOnDisk)).toEqual([])
  expect(rowsLeft()).toBe(0)
  expect(office.slack.sockets).toBe(0)
}

describe('everything is deleted, and nothing is taken in any more', () => {
  test.each(['tokens_revoked', 'app_uninstalled'] as const)(
    'when the app is removed, told by %s first',
    async (first) => {
      await isUsed()
      office.slack.uninstall(first)
      await settle()
      expectNothingLeft()
    },
  )

  test("when the bot's token alone is revoked", async () => {
    await isUsed()
    office.slack.revokeToken()
    await settle()
    expectNothingLeft()
  })

  test('when it is told twice', async () => {
    await isUsed()
    office.slack.faults.deliverTwice(2)
    office.slack.uninstall()
    await settle()
    expectNothingLeft()
  })

  test('with what waits to be answered and to be sent, and the copies beside the file; backups of people stay', async () => {
    await isUsed()
    const copies = [
      '.before-0003',
      '.before-restore-2026-11-21T12-00-00.000Z',
      '.before-restore-2026-11-21T12-00-00.000Z-wal',
    ]
    for (const name of [...copies, '.before-i-tried']) writeFileSync(`${office.database}${name}`, name)
    office.slack.faults.rateLimit('chat.postMessage', 600)
    await alice.posts(ops, `@casebook ${LINK_LIMIT} ${MARKER}`)
    await office.slack.until(() => office.slack.calls.some(({ status }) => status === 429))
    office.slack.uninstall()
    await settle()
    expectNothingLeft()
    expect(copies.filter((name) => existsSync(`${office.database}${name}`))).toEqual([])
    expect(existsSync(`${office.database}.before-i-tried`)).toBe(true)
  })

  test('over HTTP', async () => {
    await office.close()
    await open({ transport: 'http' })
    await isUsed()
    office.slack.uninstall()
    await settle()
    expectNothingLeft()
  })

  test('at the next start, when it ended on the way', async () => {
    await isUsed()
    await office.stopApp()
    const store = openSqliteStore(office.database)
    store.receive(delivery('Ev removal', { body: { kind: 'removal' } }))
    await store.close()
    await expect(office.startApp()).rejects.toMatchObject({ code: 'removed' })
    expectNothingLeft()
  })
})

describe('nothing is deleted', () => {
  test("when a person's own token is revoked", async () => {
    await isUsed()
    office.slack.revokeToken(alice)
    await settle()
    const message = await alice.posts(ops, `@casebook ${LINK_LIMIT}`)
    await settle()
    expect(alice.sees(message)).toContain('ext4-link-limit')
    expect(isOnDisk(MARKER)).toBe(true)
  })
})
