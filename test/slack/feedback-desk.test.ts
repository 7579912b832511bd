import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Feedback } from '../../src/model/feedback.ts'
import type { Store } from '../../src/model/store.ts'
import { type FeedbackDesk, openFeedbackDesk } from '../../src/slack/feedback.ts'
import { createLog } from '../../src/slack/log.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'

let folder: string
let store: Store
let desk: FeedbackDesk
let fingerprints: Map<string, string>
let logged: string[]
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'casebook-desk-'))
  store = openSqliteStore(join(folder, 'casebook.db'))
  fingerprints = new Map([['spool-full', 'f1']])
  logged = []
  const log = createLog('debug', (line) => logged.push(line))
  desk = openFeedbackDesk({ fingerprints }, { store, log, now: () => 5000 })
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

async function says(investigation: string, rest: Partial<Feedback> = {}): Promise<void> {
  const { person, at, fingerprintOf } = desk.speaker('U1')
  const about = { caseId: 'spool-full', fingerprint: fingerprintOf('spool-full') ?? '', investigation, channel: 'C1' }
  const feedback = {
    said: [{ ...about, opinion: 'solved' as const, node: '', person, at, facts: [], ...rest }],
    withdrawn: [],
  }
  await store.commit({ feedback })
  await desk.heard(feedback)
}

test('what was just said is known at once, and what was said before the start after one look', async () => {
  expect(desk.get('spool-full')).toBeUndefined()
  await says('i1')
  await says('i2', { person: 'U2', opinion: 'not-this' })
  const known = { solved: 1, notThis: 1, confirmed: 0, ruledOut: 0, earlier: 0, votes: { right: 1, wrong: 1 } }
  expect(desk.get('spool-full')).toEqual(known)
  const log = createLog('debug', () => {})
  const next = openFeedbackDesk({ fingerprints }, { store, log, now: () => 1 })
  await next.refresh()
  expect(next.get('spool-full')).toEqual(known)
})

test('of a case that was changed nothing counts any more, and of one that is gone nothing is known', async () => {
  await says('i1')
  fingerprints.set('spool-full', 'f2')
  expect(desk.get('spool-full')).toBeUndefined()
  await desk.refresh()
  expect(desk.get('spool-full')).toMatchObject({ solved: 0, earlier: 1, votes: { right: 0, wrong: 0 } })
  await says('i2')
  expect(desk.get('spool-full')).toMatchObject({ solved: 1, earlier: 1 })
  fingerprints.delete('spool-full')
  expect(desk.get('spool-full')).toBeUndefined()
  expect(desk.speaker('U1').fingerprintOf('spool-full')).toBeUndefined()
})

test('what was said all at once is counted once for each case', async () => {
  const counted: unknown[] = []
  const standings = (caseId?: string) => {
    counted.push(caseId)
    return store.feedback.standings(caseId)
  }
  const watched = { feedback: { ...store.feedback, standings } }
  const log = createLog('debug', (line) => logged.push(line))
  const busy = openFeedbackDesk({ fingerprints }, { store: watched, log, now: () => 1 })
  const about = { fingerprint: 'f1', opinion: 'confirmed', investigation: 'i1', person: 'U1', channel: 'C1' } as const
  const changes = ['spool-full', 'disk-full'].flatMap((caseId) =>
    ['n1', 'n2', 'n3'].map((node) => ({ said: [{ ...about, caseId, node, at: 1, facts: [] }], withdrawn: [] })),
  )
  await Promise.all(changes.map((feedback) => store.commit({ feedback }).then(() => busy.heard(feedback))))
  const before = counted.length
  await Promise.all(changes.map((feedback) => busy.heard(feedback)))
  expect(counted.slice(before)).toEqual(['spool-full', 'disk-full'])
  expect(busy.get('spool-full')).toMatchObject({ confirmed: 3, votes: { right: 1, wrong: 0 } })
})

test('that it cannot be counted is logged and stops nobody', async () => {
  const closed = openSqliteStore(join(folder, 'closed.db'))
  await closed.close()
  const log = createLog('debug', (line) => logged.push(line))
  const lame = openFeedbackDesk({ fingerprints }, { store: closed, log, now: () => 1 })
  await lame.refresh()
  expect(lame.get('spool-full')).toBeUndefined()
  expect(logged.join('')).toContain('could not be counted again')
})
