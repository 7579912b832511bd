import { existsSync, readFileSync, statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Person } from '../slack-double/person.ts'
import type { Channel } from '../slack-double/workspace.ts'
import { Office } from './office.ts'
import { FULL_MOUNT_TABLE } from './pastes.ts'

/** What docs/privacy.md says beside what is deleted on request: see forget.test.ts and uninstall.test.ts. */

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const MARKER = 'overlay2/a11ce5ecre7'
const PASTE = FULL_MOUNT_TABLE.replace('overlay2/737429e3db38', MARKER)
const CHATTER = `my salary is ${MARKER}`

let office: Office
let alice: Person
let ops: Channel
beforeEach(async () => {
  office = await Office.open()
  alice = office.slack.person('alice')
  ops = office.slack.channel('ops')
})
afterEach(async () => {
  expect(office.slack.checkInvariants({ mayPing: [alice] })).toEqual([])
  await office.close()
})

const settle = () => office.slack.settle()
const files = () => [office.database, `${office.database}-wal`].filter((file) => existsSync(file))
const isOnDisk = (text: string): boolean => files().some((file) => readFileSync(file).includes(text))

function rows(sql: string): unknown[] {
  const db = new Database(office.database, { readonly: true })
  try {
    return db.prepare(sql).all()
  } finally {
    db.close()
  }
}

test.each(['mention', 'off', 'watch'])(
  'in a channel with the mode %s, talk is not kept, only whose it was',
  async (mode) => {
    await alice.types(ops, `/casebook channel ${mode}`)
    await alice.posts(ops, CHATTER)
    await settle()
    expect(rows('SELECT body FROM delivery')).toEqual([{ body: `{"user":"${alice.id}"}` }])
    office.passes(HOUR_MS)
    await settle()
    expect(isOnDisk(MARKER)).toBe(false)
  },
)

test('what Casebook says itself is not kept when Slack tells of it', async () => {
  const message = await alice.posts(ops, `@casebook ${PASTE}`)
  await settle()
  await alice.clicks(message, 'Not this')
  await settle()
  expect(rows(`SELECT DISTINCT body ->> 'user' AS user FROM delivery`)).toEqual([{ user: alice.id }])
})

test('pastes and answers go after their time, byte by byte, and ids of posts stay', async () => {
  const message = await alice.posts(ops, `@casebook ${PASTE}`)
  await settle()
  await alice.clicks(message, 'This solved it')
  await settle()
  office.passes(29 * DAY_MS)
  await settle()
  expect(isOnDisk(MARKER)).toBe(true)
  office.passes(2 * DAY_MS)
  await settle()
  expect(isOnDisk(MARKER)).toBe(false)
  expect(rows('SELECT kind, payload, sent_ts IS NULL AS lost FROM outgoing')).toEqual([
    { kind: 'post', payload: 'null', lost: 0 },
  ])
  expect(rows('SELECT opinion, person FROM feedback')).toEqual([{ opinion: 'solved', person: alice.id }])
})

test('the log has no text of messages, and the files are for their owner alone', async () => {
  await alice.posts(ops, `@casebook ${PASTE}`)
  await alice.posts(ops, CHATTER)
  await alice.types(ops, `/casebook ${PASTE}`)
  await settle()
  expect(office.logLines.length).toBeGreaterThan(0)
  expect(office.logLines.join('')).not.toContain(MARKER)
  for (const file of files()) expect(statSync(file).mode & 0o777).toBe(0o600)
})
