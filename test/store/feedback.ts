import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Feedback, Withdrawal } from '../../src/model/feedback.ts'
import type { Store } from '../../src/model/store.ts'
import { investigation } from './samples.ts'

function said(rest: Partial<Feedback> = {}): Feedback {
  return {
    caseId: 'spool-full',
    fingerprint: 'f1',
    opinion: 'solved',
    investigation: 'i1',
    node: '',
    person: 'U1',
    at: 10,
    channel: 'C1',
    facts: [{ kind: 'filesystem', fields: { mountpoint: '/data', usedPercent: 100 } }],
    ...rest,
  }
}

const taken = (rest: Partial<Withdrawal> = {}): Withdrawal => ({
  investigation: 'i1',
  caseId: 'spool-full',
  opinion: 'solved',
  by: 'U2',
  at: 20,
  ...rest,
})

/** What every engine keeps of what was said of cases. `open` gives a new empty store. */
export function feedbackContract(open: () => Store): void {
  let store: Store
  beforeEach(() => {
    store = open()
  })
  afterEach(() => store.close())

  const says = (...feedback: Feedback[]) => store.commit({ feedback: { said: feedback, withdrawn: [] } })
  const withdraws = (...withdrawn: Withdrawal[]) => store.commit({ feedback: { said: [], withdrawn } })
  const opinions = async () => (await store.feedback.votes()).map(({ opinion, person }) => `${opinion} by ${person}`)

  test('what was said is handed out as it was said, of one case or of all', async () => {
    const other = said({ caseId: 'disk-full', opinion: 'not-this', person: 'U2', at: 11 })
    await says(said(), other)
    const { channel: _, facts: __, ...vote } = said()
    expect(await store.feedback.votes('spool-full')).toEqual([vote])
    expect((await store.feedback.votes()).map(({ caseId }) => caseId)).toEqual(['spool-full', 'disk-full'])
    expect(await store.feedback.votes('gone')).toEqual([])
  })

  test('the same said twice in a conversation is said once; in another one, of another text, or on another node it is said again', async () => {
    await says(said(), said({ person: 'U2', at: 12 }))
    expect(await opinions()).toEqual(['solved by U1'])
    await says(said({ investigation: 'i2' }), said({ fingerprint: 'f2' }))
    await says(said({ opinion: 'confirmed', node: 'n1' }), said({ opinion: 'confirmed', node: 'n2' }))
    expect(await opinions()).toHaveLength(5)
  })

  test('what was taken back counts no more, and may be said again', async () => {
    await says(said(), said({ investigation: 'i2' }), said({ opinion: 'not-this', caseId: 'disk-full' }))
    await withdraws(taken())
    expect(await store.feedback.votes('spool-full')).toEqual([expect.objectContaining({ investigation: 'i2' })])
    await withdraws(taken(), taken({ caseId: 'gone' }))
    await says(said({ person: 'U3', at: 30 }))
    expect(await opinions()).toEqual(['solved by U1', 'not-this by U1', 'solved by U3'])
  })

  test('a node that confirmed does not rule out in the same conversation; one that ruled out may confirm', async () => {
    const onNode = (opinion: Feedback['opinion'], node: string) => said({ opinion, node })
    await says(onNode('confirmed', 'n1'), onNode('ruled-out', 'n1'), onNode('ruled-out', 'n2'))
    expect((await store.feedback.votes()).map((it) => `${it.node} ${it.opinion}`)).toEqual([
      'n1 confirmed',
      'n2 ruled-out',
    ])
    await says(onNode('confirmed', 'n2'), { ...onNode('ruled-out', 'n1'), investigation: 'i2' })
    expect((await store.feedback.votes()).map((it) => `${it.node} ${it.opinion}`)).toEqual([
      'n1 confirmed',
      'n2 confirmed',
      'n1 ruled-out',
    ])
  })

  test('a change that is refused leaves nothing of what was said with it', async () => {
    await store.commit({ investigation: investigation('i1') })
    const late = { investigation: investigation('i1'), feedback: { said: [said()], withdrawn: [] } }
    await expect(store.commit(late)).rejects.toMatchObject({ code: 'stale-revision' })
    expect(await store.feedback.votes()).toEqual([])
  })

  test('a person who is forgotten is one voice still, of nobody', async () => {
    const hers = said({ person: 'U01' })
    await says(hers, { ...hers, investigation: 'i2' }, said({ investigation: 'i3', person: 'U2' }))
    await withdraws(taken({ investigation: 'i3', by: 'U01' }))
    await store.people.forget('U01')
    const people = (await store.feedback.votes()).map(({ person }) => person)
    expect(people).toEqual([people[0], people[0]])
    expect(people[0]).toMatch(/^forgotten-[0-9a-f]{24}$/)
    await says({ ...hers, investigation: 'i4' })
    await store.people.forget('U01')
    expect((await store.feedback.votes()).at(-1)?.person).not.toBe(people[0])
    await store.people.forget('U0NOBODY')
    expect(await store.feedback.votes()).toHaveLength(3)
  })
}
