import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Message } from '../slack-double/message.ts'
import type { Person } from '../slack-double/person.ts'
import { Office } from './office.ts'
import { FULL_MOUNT_TABLE, LINK_LIMIT } from './pastes.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

let office: Office
let alice: Person
beforeEach(async () => {
  office = await Office.open({ config: 'keep_pastes_days: 2' })
  alice = office.slack.person('alice')
})
afterEach(async () => {
  expect(office.slack.checkInvariants({ mayPing: [alice] })).toEqual([])
  await office.close()
})

async function asks(paste: string): Promise<Message> {
  const message = await alice.posts(office.slack.channel('ops'), `@casebook ${paste}`)
  await office.slack.settle()
  return message
}

/** How many deliveries, investigations and texts of answers the database holds. */
function held(): unknown {
  const db = new Database(office.database, { readonly: true })
  const count = (what: string) => db.prepare(`SELECT count(*) FROM ${what}`).pluck().get()
  try {
    return {
      deliveries: count('delivery'),
      investigations: count('investigation'),
      texts: count(`outgoing WHERE payload <> 'null'`),
    }
  } finally {
    db.close()
  }
}

async function passes(milliseconds: number): Promise<void> {
  for (let left = milliseconds; left > 0; left -= HOUR_MS) office.passes(Math.min(left, HOUR_MS))
  await office.slack.settle()
}

test('what was pasted is deleted hour by hour when its time is over, from the files too', async () => {
  await asks(FULL_MOUNT_TABLE)
  expect(await office.traces()).toContain('737429e3db38')
  await passes(DAY_MS)
  await asks(LINK_LIMIT)
  const all = held()
  await passes(DAY_MS - HOUR_MS)
  expect(held()).toEqual(all)
  await passes(2 * HOUR_MS)
  expect(await office.traces()).not.toContain('737429e3db38')
  expect(held()).toMatchObject({ investigations: 1, texts: 1 })
  await passes(DAY_MS)
  expect(held()).toEqual({ deliveries: 0, investigations: 0, texts: 0 })
})

test('what became too old while the app was down is deleted at the start', async () => {
  await asks(FULL_MOUNT_TABLE)
  await office.stopApp()
  office.passes(3 * DAY_MS)
  await office.startApp()
  await office.slack.settle()
  expect(held()).toEqual({ deliveries: 0, investigations: 0, texts: 0 })
})

test('a button of an answer that is not kept any more says so', async () => {
  const message = await asks(FULL_MOUNT_TABLE)
  await passes(3 * DAY_MS)
  await alice.clicks(message, 'This solved it')
  await office.slack.settle()
  expect(alice.sees(message)).toContain('This investigation is no longer kept')
  expect(alice.sees(message)).toContain('[This solved it]')
})

test('the audit is kept longer than what was pasted', async () => {
  const message = await asks(FULL_MOUNT_TABLE)
  await alice.clicks(message, 'This solved it')
  await office.slack.settle()
  await passes(3 * DAY_MS)
  expect(office.audit()).toHaveLength(1)
  await office.restartApp()
  office.passes(398 * DAY_MS)
  await office.slack.settle()
  expect(office.audit()).toEqual([])
})

test('a store that does not answer is asked again an hour later', async () => {
  await office.close()
  office = await Office.open({ config: 'keep_pastes_days: 2', store: { waitMs: 50 } })
  alice = office.slack.person('alice')
  await asks(FULL_MOUNT_TABLE)
  await passes(2 * DAY_MS)
  const other = new Database(office.database)
  other.exec('BEGIN IMMEDIATE')
  office.passes(HOUR_MS)
  await expect.poll(() => office.logLines.join('')).toContain('what is old is not deleted')
  other.close()
  await passes(HOUR_MS)
  expect(held()).toMatchObject({ investigations: 0 })
})
