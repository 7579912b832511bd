import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CaseText, Draft } from '../../src/model/draft.ts'
import type { Store } from '../../src/model/store.ts'

export const TEXT: CaseText = {
  area: 'storage',
  name: 'spool-full',
  case: 'title: { en: a }\n',
  proof: 'matches: []\n',
}

export function draft(id: string, rest: Partial<Draft> = {}): Draft {
  const text = { ...TEXT, name: `case-of-${id}` }
  const begun = {
    revision: 1,
    writers: ['U1'],
    channel: 'C1',
    live: undefined,
    review: undefined,
    changedAt: 1,
    version: 1,
  }
  return { id, state: 'draft', text, ...begun, ...rest }
}

/** What every engine keeps of drafts. `open` gives a new empty store. */
export function draftsContract(open: () => Store): void {
  let store: Store
  beforeEach(() => {
    store = open()
  })
  afterEach(() => store.close())

  test('a draft is kept whole, found by its id and by the id of its case', async () => {
    const live = { text: TEXT, revision: 1, by: 'U2', at: 5, replaces: 'abc' }
    const whole = draft('d1', { live, state: 'published' })
    await store.commit({ draft: { draft: whole } })
    expect(await store.drafts.find('d1')).toEqual(whole)
    expect(await store.drafts.named('case-of-d1')).toEqual(whole)
    expect(await store.drafts.find('d2')).toBeUndefined()
  })

  test('every text that was saved is kept, oldest first', async () => {
    const revision = { draft: 'd1', text: TEXT, by: 'U1', at: 1 }
    await store.commit({ draft: { draft: draft('d1'), revision: { ...revision, number: 1 } } })
    const second = { ...revision, number: 2, text: { ...TEXT, case: 'title: { en: b }\n' }, by: 'U2' }
    await store.commit({ draft: { draft: draft('d1', { version: 2, revision: 2 }), revision: second } })
    expect(await store.drafts.revisions('d1')).toEqual([{ ...revision, number: 1 }, second])
    expect(await store.drafts.revisions('d2')).toEqual([])
  })

  test('a change of an older version is refused, and nothing of it is kept', async () => {
    await store.commit({ draft: { draft: draft('d1') } })
    await store.commit({ draft: { draft: draft('d1', { version: 2, state: 'in-review' }) } })
    const late = draft('d1', { version: 2, state: 'published' })
    const revision = { draft: 'd1', number: 2, text: TEXT, by: 'U1', at: 1 }
    await expect(store.commit({ draft: { draft: late, revision } })).rejects.toMatchObject({ code: 'stale-draft' })
    expect((await store.drafts.find('d1'))?.state).toBe('in-review')
    expect(await store.drafts.revisions('d1')).toEqual([])
  })

  test('two drafts are not of one case; those without a name are of none', async () => {
    await store.commit({ draft: { draft: draft('d1', { text: TEXT }) } })
    const second = { draft: { draft: draft('d2', { text: TEXT }) } }
    await expect(store.commit(second)).rejects.toMatchObject({ code: 'draft-name-taken' })
    for (const id of ['d3', 'd4']) await store.commit({ draft: { draft: draft(id, { text: { ...TEXT, name: '' } }) } })
    expect(await store.drafts.named('')).toBeUndefined()
  })

  test('all are listed, what changed last first', async () => {
    for (const [id, changedAt] of [
      ['d1', 5],
      ['d2', 9],
      ['d3', 7],
    ] as const)
      await store.commit({ draft: { draft: draft(id, { changedAt }) } })
    expect((await store.drafts.all()).map(({ id }) => id)).toEqual(['d2', 'd3', 'd1'])
  })
}
