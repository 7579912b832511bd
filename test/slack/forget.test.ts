import { existsSync, readFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FORGOTTEN } from '../../src/model/people.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import type { SqliteOptions } from '../../src/store/sqlite/options.ts'
import type { Person } from '../slack-double/person.ts'
import type { Channel } from '../slack-double/workspace.ts'
import { draft } from '../store/drafts.ts'
import { Office } from './office.ts'
import { FULL_MOUNT_TABLE, LINK_LIMIT, MOUNTS_NEAR_LIMIT, NO_SPACE } from './pastes.ts'
import { ProbingOffice } from './probing-office.ts'

/** Stands in what Alice writes and nowhere else. */
const MARKER = 'overlay2/a11ce5ecre7'
const PASTE = FULL_MOUNT_TABLE.replace('overlay2/737429e3db38', MARKER)

let office: Office
let alice: Person
let bob: Person
let ops: Channel
async function open(config = '', store: SqliteOptions = {}): Promise<void> {
  office = await Office.open({ config, store })
  alice = office.slack.person('alice')
  bob = office.slack.person('bob')
  ops = office.slack.channel('ops')
}
beforeEach(() => open())
afterEach(async () => {
  expect(office.slack.checkInvariants({ mayPing: [alice, bob] })).toEqual([])
  await office.close()
})

const settle = () => office.slack.settle()

async function says(line: string, who = alice): Promise<string> {
  const before = who.sees(ops)
  await who.types(ops, line)
  await settle()
  return who.sees(ops).slice(before.length)
}

async function forgetsHerself(): Promise<string> {
  await says('/casebook forget me')
  await alice.clicks(ops, 'Delete')
  await settle()
  return alice.sees(ops)
}

/** Whether the database or its log holds it, byte by byte. */
function isOnDisk(text: string, { database } = office): boolean {
  const files = [database, `${database}-wal`].filter((file) => existsSync(file))
  return files.some((file) => readFileSync(file).includes(text))
}

function rows(sql: string): unknown[] {
  const db = new Database(office.database, { readonly: true })
  try {
    return db.prepare(sql).all()
  } finally {
    db.close()
  }
}

describe('/casebook forget me', () => {
  test('says what it would delete and what not, and deletes nothing before the button is pressed', async () => {
    await alice.posts(ops, `@casebook ${PASTE}`)
    await settle()
    const asked = await says('/casebook forget me')
    expect(asked).toMatch(
      /only visible to you[\s\S]*Delete what Casebook keeps of you\?[\s\S]*Not deleted: messages in Slack/,
    )
    expect(isOnDisk(MARKER)).toBe(true)
    expect(JSON.stringify(office.slack.outgoing.at(-1)?.content)).toContain(
      '"title":{"type":"plain_text","text":"Delete for good?"',
    )
  })

  test('deletes her pastes byte by byte, changes the answer, and says what stays', async () => {
    const message = await alice.posts(ops, `@casebook ${PASTE}`)
    await settle()
    expect(alice.sees(message)).toContain('mount namespace is full')
    const seen = await forgetsHerself()
    expect(seen).toMatch(/Deleted: 1 investigations whole, .* in 0 others\. Answers changed in Slack: 1\./)
    expect(seen).toContain('Not deleted: messages in Slack')
    expect(bob.sees(message)).toMatch(/Deleted on request of who wrote it/)
    expect(bob.sees(message)).not.toContain('mount namespace is full')
    expect(rows('SELECT * FROM investigation')).toEqual([])
    expect(isOnDisk(MARKER)).toBe(false)
    expect(isOnDisk(alice.id)).toBe(false)
  })

  test('leaves what others wrote alone', async () => {
    const bobs = await bob.posts(ops, `@casebook ${LINK_LIMIT}`)
    await alice.posts(ops, `@casebook ${PASTE}`)
    await settle()
    const before = bob.sees(bobs)
    await forgetsHerself()
    expect(bob.sees(bobs)).toBe(before)
    expect(rows(`SELECT body ->> 'author' AS author FROM investigation`)).toEqual([{ author: bob.id }])
    expect(rows(`SELECT body FROM delivery WHERE body <> 'null'`)).toEqual([{ body: `{"user":"${bob.id}"}` }])
  })

  test("takes her output out of Bob's thread, and the answer rests on what is left", async () => {
    const root = await bob.posts(ops, `@casebook ${NO_SPACE}`)
    await settle()
    const asBefore = bob.sees(root)
    await alice.posts(ops, `${MOUNTS_NEAR_LIMIT}\n# ${MARKER}`, { thread: root })
    await settle()
    expect(bob.sees(root)).toContain('98760')
    const seen = await forgetsHerself()
    expect(seen).toMatch(/Deleted: 0 investigations whole, .* in 1 others\. Answers changed in Slack: 1\./)
    expect(bob.sees(root).replace(/\n {2}↳ alice: [\s\S]*$/, '')).toBe(asBefore)
    expect(isOnDisk(MARKER)).toBe(false)
    expect(isOnDisk(alice.id)).toBe(false)
  })

  test('of her thread in which Bob pasted too, what Bob pasted stays, without her name', async () => {
    const root = await alice.posts(ops, `@casebook ${PASTE}`)
    await settle()
    await bob.posts(ops, MOUNTS_NEAR_LIMIT, { thread: root })
    await settle()
    await forgetsHerself()
    expect(isOnDisk(MARKER)).toBe(false)
    expect(rows(`SELECT body ->> 'author' AS author, body ->> '$.pastes[0].text' AS text FROM investigation`)).toEqual([
      { author: FORGOTTEN, text: expect.stringContaining('98760') },
    ])
  })

  test('of her error that nothing knows, what it has in common with others goes too', async () => {
    const root = await alice.posts(ops, '@casebook panic: the zarquonator of web-7d9f8b6c5-x2x9z exploded after 12ms')
    await settle()
    await bob.posts(ops, MOUNTS_NEAR_LIMIT, { thread: root })
    await settle()
    expect(isOnDisk('zarquonator')).toBe(true)
    await forgetsHerself()
    expect(isOnDisk('zarquonator')).toBe(false)
    expect(rows(`SELECT body ->> '$.pastes[0].text' AS text FROM investigation`)).toEqual([
      { text: expect.stringContaining('98760') },
    ])
  })

  test("takes her name from Bob's thread that she solved, from votes, settings and the audit", async () => {
    const root = await bob.posts(ops, `@casebook ${LINK_LIMIT}`)
    await settle()
    await alice.clicks(root, 'This solved it')
    await settle()
    await says('/casebook channel watch')
    await says('/casebook digest weekly mon 09:00 UTC')
    expect(isOnDisk(alice.id)).toBe(true)
    await forgetsHerself()
    expect(isOnDisk(alice.id)).toBe(false)
    expect(rows(`SELECT body ->> '$.solved.by' AS "by" FROM investigation`)).toEqual([{ by: FORGOTTEN }])
    expect(office.audit()).toContainEqual({ actor: FORGOTTEN, action: 'forget', object: 'own data', allowed: 1 })
    expect(office.audit()).toContainEqual(expect.objectContaining({ actor: FORGOTTEN, action: 'solved', allowed: 1 }))
    await alice.clicks(root, 'Undo')
    await settle()
    expect(bob.sees(root)).toContain('[This solved it]')
  })

  test('takes her name from a mute, which stays', async () => {
    await says('/casebook mute mount-max-exhausted')
    expect(isOnDisk(alice.id)).toBe(true)
    await forgetsHerself()
    expect(isOnDisk(alice.id)).toBe(false)
    expect(rows('SELECT case_id, person, person_name FROM mute')).toEqual([
      { case_id: 'mount-max-exhausted', person: '', person_name: '' },
    ])
  })

  test("takes what she is called from what was said of her mute in Bob's thread", async () => {
    await says('/casebook mute mount-max-exhausted')
    const message = await bob.posts(ops, `@casebook ${FULL_MOUNT_TABLE}`)
    await settle()
    expect(bob.sees(message)).toContain('UTC by alice')
    expect(isOnDisk('by alice')).toBe(true)
    await forgetsHerself()
    expect(isOnDisk('by alice')).toBe(false)
  })

  test('a node that answers later what she asked does not bring her name back', async () => {
    const probing = await ProbingOffice.open()
    const { carol, fleet, ops: room } = probing
    const node = fleet.connects('node-7').hesitates()
    const paste = await probing.bob.posts(room, `@casebook ${NO_SPACE}`)
    await probing.settle()
    await probing.confirms(paste, { Node: 'node-7' }, carol)
    await probing.shows(paste, /Asking/)
    expect(isOnDisk(carol.id, probing.office)).toBe(true)
    await carol.types(room, '/casebook forget me')
    await probing.settle()
    await carol.clicks(room, 'Delete')
    await probing.settle()
    node.says()
    await probing.shows(paste, /Measured on node-7|node-7 was asked/)
    expect(probing.probes()).toContainEqual(expect.objectContaining({ actor: FORGOTTEN, action: 'probed' }))
    expect(isOnDisk(carol.id, probing.office)).toBe(false)
    await probing.close()
  })

  test('drops what waits to be sent to her, and the answer that has not left', async () => {
    office.slack.faults.rateLimit('chat.postMessage', 600)
    const message = await alice.posts(ops, `@casebook ${PASTE}`)
    await office.slack.until(() => office.slack.calls.some(({ status }) => status === 429))
    await forgetsHerself()
    office.passes(700_000)
    await settle()
    expect(office.slack.thread(message)).toHaveLength(1)
    expect(isOnDisk(MARKER)).toBe(false)
  })

  test('a second time there is nothing to delete, and a new paste is answered as ever', async () => {
    await alice.posts(ops, `@casebook ${PASTE}`)
    await settle()
    await forgetsHerself()
    expect(await forgetsHerself()).toContain('Deleted: 0 investigations whole')
    const again = await alice.posts(ops, `@casebook ${PASTE}`)
    await settle()
    expect(alice.sees(again)).toContain('mount namespace is full')
  })

  test('is there for a guest, in Chinese for who reads Chinese', async () => {
    const mei = office.slack.person('mei', { locale: 'zh-CN', guest: true })
    const message = await mei.posts(ops, `@casebook ${PASTE}`)
    await settle()
    expect(await says('/casebook forget me', mei)).toContain('删除 Casebook 保存的关于你的内容?')
    await mei.clicks(ops, '删除')
    await settle()
    expect(mei.sees(ops)).toContain('已删除 1 个完整的调查')
    expect(bob.sees(message)).toContain('应作者要求已删除')
    expect(isOnDisk(mei.id)).toBe(false)
  })
})

describe('what goes on while somebody is forgotten', () => {
  test('what was in hand is not answered and not kept; what comes later is', async () => {
    await office.restartApp(`admins: [${bob.id}]`)
    await says(`/casebook forget ${alice.id}`, bob)
    const letGo = office.slack.faults.hold('users.info')
    const asked = office.slack.calls.length
    const early = await alice.posts(ops, `@casebook ${PASTE}`)
    await office.slack.until(() => office.slack.calls.slice(asked).some(({ method }) => method === 'users.info'))
    await bob.clicks(ops, 'Delete')
    await office.slack.until(() => bob.sees(ops).includes('Deleted: 0 investigations whole'))
    const late = await alice.posts(ops, `@casebook ${LINK_LIMIT}`)
    letGo()
    await settle()
    expect(office.slack.thread(early)).toHaveLength(1)
    expect(isOnDisk(MARKER)).toBe(false)
    expect(office.logLines.filter((line) => /trying again|gave a delivery up/.test(line))).toEqual([])
    expect(alice.sees(late)).toContain('ext4-link-limit')
    expect(rows(`SELECT body ->> 'author' AS author FROM investigation`)).toEqual([{ author: alice.id }])
  })

  test('what Bob adds to her thread between the look and the deletion stays', async () => {
    await office.close()
    let meanwhile: (() => void) | undefined
    let looked = false
    const onStatement = (sql: string) => {
      looked ||= sql.includes('FROM investigation WHERE rowid >')
      if (!looked || !sql.startsWith('BEGIN')) return
      meanwhile?.()
      meanwhile = undefined
    }
    await open('', { onStatement })
    await alice.posts(ops, `@casebook ${PASTE}`)
    await settle()
    const bobs = await bob.posts(ops, 'good morning')
    await says('/casebook forget me')
    looked = false
    meanwhile = () => adds(bobs.ts, MOUNTS_NEAR_LIMIT)
    await alice.clicks(ops, 'Delete')
    await settle()
    expect(meanwhile).toBeUndefined()
    expect(alice.sees(ops)).toMatch(/Deleted: 0 investigations whole, .* in 1 others/)
    expect(rows(`SELECT body ->> '$.pastes[0].text' AS text FROM investigation`)).toEqual([{ text: MOUNTS_NEAR_LIMIT }])
    expect(isOnDisk(MARKER)).toBe(false)
  })

  /** What a follow-up leaves on disk. */
  function adds(message: string, text: string): void {
    const db = new Database(office.database)
    db.prepare(
      `UPDATE investigation SET revision = revision + 1, body = json_insert(
         json_set(body, '$.revision', revision + 1), '$.pastes[#]', json_object('message', ?, 'text', ?))`,
    ).run(message, text)
    db.close()
  }
})

describe('a case of a forgotten writer', () => {
  async function inReview(writers: readonly string[]): Promise<void> {
    await office.stopApp()
    const store = openSqliteStore(office.database)
    await store.commit({ draft: { draft: draft('d1', { state: 'in-review', channel: ops.id, writers }) } })
    await store.close()
    await office.startApp()
  }

  async function publishes(who: Person, version: number): Promise<string> {
    const value = JSON.stringify({ draft: 'd1', version })
    const action = { type: 'button', action_id: 'publish_draft', block_id: 'b', value }
    await who.forges({ type: 'block_actions', actions: [action], ...who.clickContext(ops) })
    await settle()
    return who.sees(ops).split('\n').slice(-4).join('\n')
  }

  test('is published by nobody before somebody else has written in it: it may be their own', async () => {
    await inReview([alice.id])
    expect(await publishes(bob, 1)).not.toContain('You wrote this text')
    await forgetsHerself()
    expect(rows(`SELECT body ->> 'writers' AS writers FROM draft`)).toEqual([{ writers: `["${FORGOTTEN}"]` }])
    expect(await publishes(alice, 1)).toContain('You wrote this text, so somebody else publishes it.')
  })

  test('in which another wrote too is published by a third', async () => {
    await inReview([alice.id, bob.id])
    await forgetsHerself()
    const carol = office.slack.person('carol')
    expect(await publishes(bob, 1)).toContain('You wrote this text')
    expect(await publishes(carol, 1)).not.toContain('You wrote this text')
  })
})

describe('/casebook forget @person', () => {
  const ADMINS = () => `admins: [${bob.id}]`

  async function withAdmin(): Promise<void> {
    await office.restartApp(ADMINS())
    await alice.posts(ops, `@casebook ${PASTE}`)
    await settle()
  }

  test.each([() => alice.id, () => `<@${alice.id}>`, () => `<@${alice.id}|alice>`])(
    'by an admin, by id',
    async (typed) => {
      await withAdmin()
      expect(await says(`/casebook forget ${typed()}`, bob)).toContain('keeps of this person?')
      await bob.clicks(ops, 'Delete')
      await settle()
      expect(bob.sees(ops)).toContain('Deleted: 1 investigations whole')
      expect(isOnDisk(MARKER)).toBe(false)
      expect(isOnDisk(alice.id)).toBe(false)
      expect(office.audit()).toContainEqual({
        actor: bob.id,
        action: 'forget',
        object: "somebody else's data",
        allowed: 1,
      })
    },
  )

  test('by an admin who types a name: the person is chosen', async () => {
    await withAdmin()
    expect(await says('/casebook forget @alice', bob)).toContain('Choose the person')
    expect(isOnDisk(MARKER)).toBe(true)
    await bob.chooses(ops, 'Whose data?', alice)
    await settle()
    expect(bob.sees(ops)).toContain('Deleted: 1 investigations whole')
    expect(isOnDisk(MARKER)).toBe(false)
  })

  test('is refused to who is no admin, in the command and behind it', async () => {
    await withAdmin()
    const carol = office.slack.person('carol')
    for (const whom of [alice.id, '@alice'])
      expect(await says(`/casebook forget ${whom}`, carol)).toContain(
        '/casebook forget me. That of others is for the admins',
      )
    for (const action of [
      { type: 'button', action_id: 'forget_person', block_id: 'b', value: alice.id },
      { type: 'users_select', action_id: 'forget_chosen', block_id: 'b', selected_user: alice.id },
    ])
      await carol.forges({ type: 'block_actions', actions: [action], ...carol.clickContext(ops) })
    await settle()
    expect(isOnDisk(MARKER)).toBe(true)
    const refused = { actor: carol.id, action: 'forget', object: "somebody else's data", allowed: 0 }
    expect(office.audit().filter((entry) => JSON.stringify(entry) === JSON.stringify(refused))).toHaveLength(4)
  })

  test.each(['thread', 'text', '', '"'])('an admin who presses a forged %o changes nothing', async (value) => {
    await withAdmin()
    const kept = rows('SELECT body FROM investigation')
    const action = { type: 'button', action_id: 'forget_person', block_id: 'b', value }
    await bob.forges({ type: 'block_actions', actions: [action], ...bob.clickContext(ops) })
    await settle()
    expect(rows('SELECT body FROM investigation')).toEqual(kept)
    expect(kept).toHaveLength(1)
  })

  test("a forged press of one's own button deletes one's own data only", async () => {
    await withAdmin()
    const carol = office.slack.person('carol')
    const action = { type: 'button', action_id: 'forget_me', block_id: 'b', value: alice.id }
    await carol.forges({ type: 'block_actions', actions: [action], ...carol.clickContext(ops) })
    await settle()
    expect(isOnDisk(MARKER)).toBe(true)
  })
})
