import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { openSqliteStore } from '../../../src/store/sqlite/open.ts'
import { feedbackContract } from '../feedback.ts'
import { newFolder } from './new-folder.ts'

feedbackContract(() => openSqliteStore(join(newFolder(), 'casebook.db')))

const vote = { caseId: 'spool-full', fingerprint: 'f1', investigation: 'i1', channel: 'C1', node: '' }

test('the facts go when pastes go, and no byte of a forgotten name stays; who took something back is forgotten too', async () => {
  const file = join(newFolder(), 'casebook.db')
  const store = openSqliteStore(file)
  const facts = (mountpoint: string) => [{ kind: 'filesystem', fields: { mountpoint } }]
  const old = { ...vote, opinion: 'solved', person: 'U0ALICE', at: 1000, facts: facts('/old') } as const
  const young = { ...vote, opinion: 'not-this', person: 'U0BOB', at: 9000, facts: facts('/young') } as const
  await store.commit({ feedback: { said: [old, young], withdrawn: [] } })
  await store.commit({
    feedback: { said: [], withdrawn: [{ ...vote, opinion: 'not-this', by: 'U0ALICE', at: 9500 }] },
  })
  await store.people.forget('U0ALICE')
  await store.prune(10_000, { pastesMs: 5000, auditMs: 5000 })
  expect(await store.feedback.votes()).toMatchObject([{ opinion: 'solved', at: 1000 }])
  await store.close()
  const db = new Database(file, { readonly: true })
  const rows = db.prepare('SELECT person, withdrawn_by AS by, facts FROM feedback ORDER BY number').all()
  db.close()
  expect(rows).toEqual([
    { person: expect.stringMatching(/^forgotten-/), by: null, facts: null },
    { person: 'U0BOB', by: expect.stringMatching(/^forgotten-/), facts: JSON.stringify(facts('/young')) },
  ])
})
