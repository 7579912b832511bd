import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Investigation } from '../../src/model/investigation.ts'
import { FORGOTTEN, type Writing } from '../../src/model/people.ts'
import type { Question } from '../../src/model/question.ts'
import type { Store } from '../../src/model/store.ts'
import { draft, TEXT } from './drafts.ts'
import { delivery, investigation, post, update } from './samples.ts'

const ALICE = 'U0ALICE01'
const BOB = 'U0BOB0001'
/** Her id is the beginning of theirs. */
const ALICES_NAMESAKE = `${ALICE}2`

/** What every engine keeps of people, and forgets. `open` gives a new empty store. */
export function peopleContract(open: () => Store): void {
  let store: Store
  beforeEach(() => {
    store = open()
  })
  afterEach(() => store.close())

  async function says(user: string, ts: string): Promise<void> {
    store.receive(delivery(`Ev${ts}`, { about: `T1:C1:${ts}`, body: { kind: 'message', user, text: 'x' } }))
    await store.commit({ done: `Ev${ts}` })
  }

  const pasted = (...messages: string[]) => messages.map((message) => ({ message, text: `text of ${message}` }))

  async function writingsOf(person: string): Promise<Writing[]> {
    const all: Writing[] = []
    for (let next: number | undefined = 0; next !== undefined; ) {
      const page = await store.people.writings(person, next)
      all.push(...page.found)
      next = page.next
    }
    return all
  }

  test('finds what somebody wrote in every investigation, also in those of others', async () => {
    await says(ALICE, '1.1')
    await says(BOB, '1.2')
    await store.commit({ investigation: investigation('I1', { author: ALICE, pastes: pasted('1.1', '1.2') }) })
    await store.commit({ investigation: investigation('I2', { author: BOB, pastes: pasted('1.2') }) })
    await store.commit({ investigation: investigation('I3', { author: BOB, pastes: pasted('1.2', '1.1') }) })
    expect((await writingsOf(ALICE)).map((it) => [it.investigation.id, it.messages])).toEqual([
      ['I1', ['1.1']],
      ['I3', ['1.1']],
    ])
    expect((await writingsOf(BOB)).map((it) => it.investigation.id)).toEqual(['I1', 'I2', 'I3'])
  })

  test('a paste of which nobody knows who wrote it is the author’s', async () => {
    await store.commit({ investigation: investigation('I1', { author: ALICE, pastes: pasted('9.9') }) })
    expect((await writingsOf(ALICE)).map(({ messages }) => messages)).toEqual([['9.9']])
    expect(await writingsOf(BOB)).toEqual([])
  })

  test('finds all of many', async () => {
    const ids = Array.from({ length: 65 }, (_, i) => `I${i}`)
    for (const id of ids) await store.commit({ investigation: investigation(id, { author: ALICE }) })
    expect((await writingsOf(ALICE)).map((it) => it.investigation.id)).toEqual(ids)
  })

  test('an investigation goes with its questions, and what waits to be sent of it does not leave', async () => {
    await store.commit({
      investigation: investigation('I1'),
      send: [post('answer', { subject: 'S', payload: 'secret' })],
    })
    await store.commit({ question: asking('I1') })
    await store.commit({
      forget: { investigation: 'I1', revision: 1, isWhole: true, subject: 'S', instead: 'gone' },
      send: [update('u', { subject: 'S' })],
    })
    expect(await store.investigation('I1')).toBeUndefined()
    expect(await store.openQuestions()).toEqual([])
    expect(await store.due(1)).toEqual([])
  })

  test('a message that may have arrived says something else if it is sent again; one that was sent is still updated', async () => {
    await store.commit({
      send: [
        post('a', { subject: 'A', payload: 'secret' }),
        post('b', { subject: 'B', channel: 'C2', payload: 'secret' }),
      ],
    })
    for (const id of ['a', 'b']) await store.settle(id, { state: 'sending' })
    await store.settle('a', { state: 'unknown', notBefore: 0 })
    await store.settle('b', { state: 'sent', sent: { channel: 'C2', ts: '7.7' } })
    for (const subject of ['A', 'B'])
      await store.commit({
        forget: { investigation: `I${subject}`, revision: 1, isWhole: false, subject, instead: 'gone' },
        send: [update(`update ${subject}`, { subject, channel: subject === 'A' ? 'C1' : 'C2' })],
      })
    expect(await store.outgoing('a')).toMatchObject({ state: 'unknown', payload: 'gone' })
    expect(await store.outgoing('b')).toMatchObject({ state: 'sent', payload: null })
    expect((await store.due(1)).map(({ id }) => id)).toEqual(['a', 'update B'])
  })

  test('a change of an investigation that began before it was forgotten does not bring it back', async () => {
    await store.commit({ investigation: investigation('I1', { author: ALICE }) })
    await store.commit({ forget: { investigation: 'I1', revision: 1, isWhole: true, subject: 'S', instead: 'gone' } })
    await expect(store.commit({ investigation: investigation('I1', { revision: 2 }) })).rejects.toMatchObject({
      code: 'stale-revision',
    })
  })

  test('an investigation that changed since it was looked at is not deleted', async () => {
    await store.commit({ investigation: investigation('I1') })
    await store.commit({ investigation: investigation('I1', { revision: 2 }) })
    await store.commit({ question: asking('I1') })
    const forget = { investigation: 'I1', revision: 1, isWhole: true, subject: 'S', instead: 'gone' }
    await expect(store.commit({ forget })).rejects.toMatchObject({ code: 'stale-revision' })
    expect((await store.investigation('I1'))?.questions).toHaveLength(1)
    await store.commit({ forget: { ...forget, revision: 2 } })
    expect(await store.investigation('I1')).toBeUndefined()
  })

  test.each(['', 'U1', 'nobody', 'state', 'U0ALICE01"', 'u0alice01'])('%j is no person', async (person) => {
    const refused = { code: 'no-person' }
    await expect(store.people.withhold(person)).rejects.toMatchObject(refused)
    await expect(store.people.forget(person)).rejects.toMatchObject(refused)
    await expect(store.people.forget(person, 1)).rejects.toMatchObject(refused)
  })

  test('what somebody sent is not worked off any more, and its text is gone; its key is known', async () => {
    for (const user of [ALICE, BOB, ALICES_NAMESAKE])
      store.receive(delivery(user, { body: { user, text: `by ${user}` } }))
    await store.people.forget(ALICE)
    expect((await store.undone(10)).map(({ key }) => key)).toEqual([BOB, ALICES_NAMESAKE])
    await expect(store.commit({ done: ALICE })).rejects.toMatchObject({ code: 'not-undone' })
    expect(store.receive(delivery(ALICE))).toBe(false)
  })

  test('what was in hand when somebody asked is not kept; what they write later is a new beginning', async () => {
    const body = { user: ALICE, text: 'by alice' }
    store.receive(delivery('early', { about: 'T1:C1:1.1', body }))
    const last = await store.people.withhold(ALICE)
    expect(await store.undone(10)).toEqual([])
    const answer = { investigation: investigation('I1', { author: ALICE }) }
    await expect(store.commit({ done: 'early', ...answer })).rejects.toMatchObject({ code: 'not-undone' })
    expect(await store.investigation('I1')).toBeUndefined()

    store.receive(delivery('late', { about: 'T1:C1:2.2', body }))
    const own = { kind: 'ephemeral', payload: { user: ALICE, forms: [] } } as const
    const about = { ...answer.investigation, pastes: pasted('2.2') }
    await store.commit({ investigation: about, send: [post('own', own)] })
    await store.people.forget(ALICE, last)
    expect((await store.undone(10)).map(({ key, body: kept }) => [key, kept])).toEqual([['late', body]])
    expect((await store.due(1)).map(({ id }) => id)).toEqual(['own'])
    expect(await store.investigation('I1')).toMatchObject({ author: ALICE, revision: 1 })
    expect((await writingsOf(ALICE)).map(({ messages }) => messages)).toEqual([['2.2']])
  })

  test('who wrote what rests on a paste is known until it is gone', async () => {
    store.receive(delivery('hers', { about: 'T1:C1:1.1', body: { user: ALICE, text: 'by alice' } }))
    await store.commit({ investigation: investigation('I1', { author: BOB, pastes: pasted('1.1') }) })
    await store.people.withhold(ALICE)
    expect((await writingsOf(ALICE)).map(({ messages }) => messages)).toEqual([['1.1']])
  })

  test('what waits to be shown to somebody alone is dropped', async () => {
    const own = (id: string, user: string, channel: string) =>
      post(id, { kind: 'ephemeral', channel, payload: { user, forms: [] } })
    await store.commit({
      send: [own('hers', ALICE, 'C1'), own('his', BOB, 'C2'), own('theirs', ALICES_NAMESAKE, 'C3')],
    })
    await store.people.forget(ALICE)
    expect((await store.due(1)).map(({ id }) => id)).toEqual(['his', 'theirs'])
  })

  test('the name is gone from what is left, and no other name', async () => {
    const solved = { by: ALICE, caseId: 'c', at: 1 }
    const shown = { caseId: 'c', confidence: 'high', digest: JSON.stringify([solved]) } as const
    const kept: Investigation = investigation('I1', { author: BOB, state: 'solved', solved, shown })
    await store.commit({ investigation: kept })
    await store.commit({ question: asking('I1', ALICE) })
    const live = { text: TEXT, revision: 1, by: ALICE, at: 5, replaces: undefined }
    const writers = [BOB, ALICE, ALICES_NAMESAKE]
    const revision = { draft: 'd1', number: 1, text: TEXT, by: ALICE, at: 1 }
    await store.commit({ draft: { draft: draft('d1', { writers, live }), revision } })
    await store.commit({ channelSetting: { channel: 'C1', mode: 'watch', setBy: ALICE, setAt: 1 } })
    await store.people.forget(ALICE)

    const after = await store.investigation('I1')
    expect(after).toMatchObject({ solved: { ...solved, by: FORGOTTEN }, author: BOB, revision: 3 })
    expect(after?.shown?.digest).toBe(JSON.stringify([{ ...solved, by: FORGOTTEN }]))
    expect(after?.questions?.map(({ askedBy }) => askedBy)).toEqual([FORGOTTEN])
    expect(await store.drafts.find('d1')).toMatchObject({
      writers: [BOB, FORGOTTEN, ALICES_NAMESAKE],
      live: { by: FORGOTTEN },
      version: 1,
    })
    expect((await store.drafts.revisions('d1')).map(({ by }) => by)).toEqual([FORGOTTEN])
    expect((await store.channelSetting('C1'))?.setBy).toBe(FORGOTTEN)
  })

  test('a change that was under way does not bring the name back', async () => {
    const before = investigation('I1', { author: BOB, state: 'solved', solved: { by: ALICE, caseId: 'c', at: 1 } })
    await store.commit({ investigation: before })
    await store.people.forget(ALICE)
    await expect(store.commit({ investigation: { ...before, revision: 2 } })).rejects.toMatchObject({
      code: 'stale-revision',
    })
    await store.commit({ investigation: { ...before, solved: undefined, revision: 3 } })
  })

  test('nor does a change that knows who asked a node', async () => {
    const before = investigation('I1', { author: BOB })
    await store.commit({ investigation: before })
    await store.commit({ question: asking('I1', ALICE) })
    await store.people.forget(ALICE)
    const late = { investigation: { ...before, revision: 2 }, question: asking('I1', ALICE) }
    await expect(store.commit(late)).rejects.toMatchObject({ code: 'stale-revision' })
  })

  test('nor does a change of a draft, whose version stays', async () => {
    const live = { text: TEXT, revision: 1, by: ALICE, at: 5, replaces: undefined }
    const before = draft('d1', { writers: [ALICE, BOB], live })
    await store.commit({ draft: { draft: before } })
    await store.people.forget(ALICE)
    const unnamed = { writers: [FORGOTTEN, BOB], live: { ...live, by: FORGOTTEN } }
    for (const named of [{ writers: before.writers }, { live }]) {
      const late = { ...before, ...unnamed, ...named, version: 2 }
      await expect(store.commit({ draft: { draft: late } })).rejects.toMatchObject({ code: 'stale-draft' })
    }
    const revision = { draft: 'd1', number: 2, text: TEXT, by: ALICE, at: 6 }
    const again = { ...before, ...unnamed, writers: [FORGOTTEN, BOB, ALICE], version: 2 }
    await store.commit({ draft: { draft: again, revision } })
    expect(await store.drafts.find('d1')).toEqual(again)
  })

  test('what messages called somebody who muted a case goes with them', async () => {
    const muted = { caseId: 'c', channel: undefined, node: undefined, at: 1, until: 9 }
    await store.commit({ mute: { ...muted, by: ALICE, byName: 'Alice "Al" A' } })
    await store.commit({ mute: { ...muted, node: 'n1', by: ALICE, byName: 'u' } })
    await store.commit({ mute: { ...muted, node: 'n2', by: BOB, byName: 'Bob' } })
    const said = { hers: 'muted by Alice "Al" A', his: 'muted by Bob' }
    for (const [id, text] of Object.entries(said)) {
      await store.commit({ send: [post(id, { payload: { text } })] })
      await store.settle(id, { state: 'sending' })
      await store.settle(id, { state: 'sent', sent: { channel: 'C1', ts: '7.7' } })
    }
    await store.people.forget(ALICE)
    expect(await store.outgoing('hers')).toMatchObject({ state: 'sent', payload: null })
    expect(await store.outgoing('his')).toMatchObject({ state: 'sent', payload: { text: said.his } })
  })
}

function asking(about: string, askedBy = BOB): Question {
  return {
    id: `Q of ${about}`,
    investigation: about,
    askedBy,
    askedAt: 1,
    probes: [],
    of: 'node',
    node: 'node-7',
    state: 'asking',
  }
}
