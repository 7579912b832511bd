import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Investigation } from '../../src/model/investigation.ts'
import type { NewOutgoing, Outcome, Store } from '../../src/model/store.ts'
import { delivery, investigation, post, update } from './samples.ts'

const SENT = { channel: 'C1', ts: '1700000000.000100' }

/** What every engine keeps. `open` gives a new empty store. */
export function storeContract(open: () => Store): void {
  let store: Store
  beforeEach(() => {
    store = open()
  })
  afterEach(() => store.close())

  const send = (...messages: NewOutgoing[]) => store.commit({ send: messages })
  const settleAll = async (id: string, ...outcomes: Outcome[]) => {
    for (const outcome of outcomes) await store.settle(id, outcome)
  }
  const dueIds = async (now = 0) => (await store.due(now)).map(({ id }) => id)
  const stateOf = async (id: string) => (await store.outgoing(id))?.state

  describe('deliveries', () => {
    test('are kept whole, and handed out as they came, whatever the clock said', async () => {
      const whole = delivery('Ev1', {
        receivedAt: 2,
        lane: 'T1:C1:1.1',
        body: { text: 'df: 100%', n: [1, null, true] },
      })
      expect(store.receive(whole)).toBe(true)
      expect(store.receive(delivery('Ev3', { receivedAt: 1 }))).toBe(true)
      expect(store.receive(delivery('Ev2', { receivedAt: 2 }))).toBe(true)
      expect((await store.undone(10)).map(({ key }) => key)).toEqual(['Ev1', 'Ev3', 'Ev2'])
      expect(await store.undone(1)).toEqual([whole])
    })

    test('with a known key are known, also when that one is done', async () => {
      expect(store.receive(delivery('Ev1'))).toBe(true)
      expect(store.receive(delivery('Ev1', { body: 'another' }))).toBe(false)
      await store.commit({ done: 'Ev1' })
      expect(store.receive(delivery('Ev1'))).toBe(false)
      expect(await store.undone(10)).toEqual([])
    })

    test('about a known message are known; about no message they are not', async () => {
      expect(store.receive(delivery('Ev1', { about: 'T1:C1:1.1' }))).toBe(true)
      expect(store.receive(delivery('Ev2', { about: 'T1:C1:1.1' }))).toBe(false)
      expect(store.receive(delivery('Ev3', { about: 'T1:C1:1.2' }))).toBe(true)
      expect(store.receive(delivery('Ev4'))).toBe(true)
      expect(store.receive(delivery('Ev5'))).toBe(true)
      expect((await store.undone(10)).map(({ key }) => key)).toEqual(['Ev1', 'Ev3', 'Ev4', 'Ev5'])
    })

    test('that cannot be kept throw, and are not taken for known ones', async () => {
      expect(() => store.receive(delivery('Ev1', { receivedAt: Number.NaN }))).toThrow()
      expect(await store.undone(10)).toEqual([])
      expect(store.receive(delivery('Ev1'))).toBe(true)
    })

    test('are done once', async () => {
      store.receive(delivery('Ev1'))
      await store.commit({ done: 'Ev1' })
      await expect(store.commit({ done: 'Ev1', send: [post('again')] })).rejects.toMatchObject({ code: 'not-undone' })
      await expect(store.commit({ done: 'never received' })).rejects.toMatchObject({ code: 'not-undone' })
      expect(await stateOf('again')).toBeUndefined()
    })
  })

  describe('a change', () => {
    test('is kept whole', async () => {
      store.receive(delivery('Ev1'))
      await store.commit({
        done: 'Ev1',
        investigation: investigation('I1'),
        channelSetting: { channel: 'C1', mode: 'watch', setBy: 'U1', setAt: 5 },
        send: [post('m1')],
        audit: { at: 1, actor: 'U1', action: 'ask', object: 'C1', allowed: true },
      })
      expect(await store.undone(10)).toEqual([])
      expect(await store.investigation('I1')).toEqual(investigation('I1'))
      expect(await store.channelSetting('C1')).toEqual({ channel: 'C1', mode: 'watch', setBy: 'U1', setAt: 5 })
      expect(await dueIds()).toEqual(['m1'])
    })

    test('to an older revision is refused whole', async () => {
      store.receive(delivery('Ev1'))
      await store.commit({ investigation: investigation('I1') })
      await store.commit({ investigation: investigation('I1', { revision: 2, asked: true }) })
      const stale = investigation('I1', { revision: 2, dismissed: ['inode-exhaustion'] })
      const refused = store.commit({ done: 'Ev1', send: [post('m1')], investigation: stale })
      await expect(refused).rejects.toMatchObject({ name: 'KnownError', code: 'stale-revision' })
      expect(await store.investigation('I1')).toEqual(investigation('I1', { revision: 2, asked: true }))
      expect((await store.undone(10)).length).toBe(1)
      expect(await stateOf('m1')).toBeUndefined()
    })

    test('to a revision that never was, or a second beginning, is refused', async () => {
      const ahead = store.commit({ investigation: investigation('I1', { revision: 3 }) })
      await expect(ahead).rejects.toMatchObject({ code: 'stale-revision' })
      await store.commit({ investigation: investigation('I1') })
      await expect(store.commit({ investigation: investigation('I1') })).rejects.toMatchObject({
        code: 'stale-revision',
      })
    })

    test('is refused whole when a message id is taken', async () => {
      await send(post('m1', { payload: 'first' }))
      const again = store.commit({ investigation: investigation('I1'), send: [post('m1', { payload: 'second' })] })
      await expect(again).rejects.toMatchObject({ code: 'known-outgoing' })
      expect(await store.investigation('I1')).toBeUndefined()
      expect((await store.outgoing('m1'))?.payload).toBe('first')
    })

    test('made at the same time as another of the same revision wins or loses, never both', async () => {
      await store.commit({ investigation: investigation('I1') })
      const rivals = ['a', 'b', 'c'].map((author) =>
        store.commit({ investigation: investigation('I1', { revision: 2, author }), send: [post(`by ${author}`)] }),
      )
      const won = (await Promise.allSettled(rivals)).filter(({ status }) => status === 'fulfilled')
      expect(won.length).toBe(1)
      expect((await store.investigation('I1'))?.revision).toBe(2)
      expect(await dueIds()).toEqual([`by ${(await store.investigation('I1'))?.author}`])
    })
  })

  test('the newest investigation of a thread is found', async () => {
    await store.commit({ investigation: investigation('old', { openedAt: 1, state: 'solved' }) })
    await store.commit({ investigation: investigation('new', { openedAt: 3 }) })
    await store.commit({ investigation: investigation('middle', { openedAt: 2 }) })
    expect((await store.investigationIn('C1', '1.1'))?.id).toBe('new')
    expect(await store.investigationIn('C1', '9.9')).toBeUndefined()
    expect(await store.investigationIn('C2', '1.1')).toBeUndefined()
  })

  test('of somebody the open investigations that were answered are found, newest first', async () => {
    const keep = (id: string, rest: Partial<Investigation>) =>
      store.commit({ investigation: investigation(id, { audience: 'thread', ...rest }) })
    await keep('newest', { openedAt: 9, audience: 'author' })
    await keep('old', { openedAt: 1 })
    await keep('middle', { openedAt: 5, place: { team: 'T1', channel: 'C2', thread: '2.2', message: '2.2' } })
    await keep('solved', { openedAt: 7, state: 'solved' })
    await keep('not answered', { openedAt: 8, audience: 'nobody' })
    await keep("somebody else's", { openedAt: 8, author: 'U2' })
    expect((await store.openInvestigationsOf('U1', 10)).map(({ id }) => id)).toEqual(['newest', 'middle', 'old'])
    expect((await store.openInvestigationsOf('U1', 2)).map(({ id }) => id)).toEqual(['newest', 'middle'])
    expect(await store.openInvestigationsOf('U3', 10)).toEqual([])
  })

  test('a case is answered in a channel when a thread of it saw it as likely, since a time', async () => {
    const shown = { caseId: 'inode-exhaustion', confidence: 'high', digest: 'd' } as const
    const keep = (id: string, rest: Partial<Investigation>) =>
      store.commit({ investigation: investigation(id, { audience: 'thread', shown, openedAt: 10, ...rest }) })
    await keep('elsewhere', { place: { team: 'T1', channel: 'C2', thread: '1.1', message: '1.1' } })
    await keep('author only', { audience: 'author' })
    await keep('other case', { shown: { ...shown, caseId: 'pid-exhaustion' } })
    await keep('a guess', { shown: { ...shown, confidence: 'low' } })
    await keep('before', { openedAt: 9 })
    const answered = (since: number) =>
      store.recurrences.answeredAlike({ channel: 'C1', likeness: undefined, caseId: 'inode-exhaustion', since })
    expect(await answered(10)).toBeUndefined()
    await keep('answered', {})
    expect(await answered(10)).toBe('answered')
    expect(await answered(11)).toBeUndefined()
    await keep('answered', { shown: { ...shown, confidence: 'low' }, revision: 2 })
    expect(await answered(10)).toBeUndefined()
    await keep('a guess', { shown: { ...shown, confidence: 'medium' }, revision: 2 })
    expect(await answered(10)).toBe('a guess')
  })

  test('the last setting of a channel counts', async () => {
    await store.commit({ channelSetting: { channel: 'C2', mode: 'watch', setBy: 'U1', setAt: 1 } })
    await store.commit({ channelSetting: { channel: 'C1', mode: 'off', setBy: 'U1', setAt: 2 } })
    await store.commit({ channelSetting: { channel: 'C2', mode: 'alerts', setBy: 'U2', setAt: 3 } })
    expect((await store.channelSettings()).map(({ channel, mode }) => [channel, mode])).toEqual([
      ['C1', 'off'],
      ['C2', 'alerts'],
    ])
    expect(await store.channelSetting('C3')).toBeUndefined()
  })

  describe('outgoing messages', () => {
    test('start pending, at once, in the richest form, never tried', async () => {
      const message = post('m1', { payload: { blocks: [{ type: 'section' }] }, createdAt: 7 })
      await send(message)
      const expected = { ...message, state: 'pending', attempts: 0, notBefore: 0, rung: 0 }
      expect(await store.due(0)).toEqual([expected])
      expect(await store.outgoing('m1')).toEqual(expected)
      expect(await store.outgoing('m2')).toBeUndefined()
    })

    test('leave one at a time and in order within a channel, whatever other channels do', async () => {
      await send(post('a1'), post('b1', { channel: 'C2' }), post('a2'), post('b2', { channel: 'C2' }))
      expect(await dueIds()).toEqual(['a1', 'b1'])
      await store.settle('a1', { state: 'sending' })
      expect(await dueIds()).toEqual(['b1'])
      await expect(store.settle('a2', { state: 'sending' })).rejects.toMatchObject({ code: 'out-of-turn' })
      await settleAll('b1', { state: 'sending' }, { state: 'failed', reason: 'channel_not_found' })
      expect(await dueIds()).toEqual(['b2'])
      await store.settle('a1', { state: 'sent', sent: SENT })
      expect(await dueIds()).toEqual(['a2', 'b2'])
    })

    test('that wait for their time hold back what comes after them', async () => {
      await send(post('m1'), post('m2'))
      await settleAll('m1', { state: 'sending' }, { state: 'pending', notBefore: 100, rung: 2 })
      expect(await dueIds(99)).toEqual([])
      expect(await store.due(100)).toMatchObject([{ id: 'm1', state: 'pending', attempts: 1, notBefore: 100, rung: 2 }])
      await settleAll('m1', { state: 'sending' }, { state: 'pending', notBefore: 200 })
      expect(await store.due(200)).toMatchObject([{ id: 'm1', attempts: 2, notBefore: 200, rung: 2 }])
    })

    test('say when the next is due', async () => {
      expect(await store.nextDue()).toBeUndefined()
      await send(post('a1'), post('a2'), post('b1', { channel: 'C2' }))
      await settleAll('a1', { state: 'sending' }, { state: 'pending', notBefore: 99.5 })
      await settleAll('b1', { state: 'sending' }, { state: 'unknown', notBefore: 200 })
      expect(await store.nextDue()).toBe(100)
      await store.settle('a1', { state: 'sending' })
      expect(await store.nextDue()).toBe(200)
      await store.settle('a1', { state: 'sent', sent: SENT })
      expect(await store.nextDue()).toBe(0)
    })

    test('of unknown fate are due to be looked up before anything else leaves', async () => {
      await send(post('m1'), post('m2'))
      await settleAll('m1', { state: 'sending' }, { state: 'unknown', notBefore: 50 })
      expect(await dueIds(49)).toEqual([])
      expect(await store.due(50)).toMatchObject([{ id: 'm1', state: 'unknown' }])
      await store.settle('m1', { state: 'sent', sent: SENT })
      expect(await dueIds()).toEqual(['m2'])
    })

    test.each<Outcome>([
      { state: 'sent', sent: SENT },
      { state: 'failed', reason: 'no' },
    ])('stay $state', async (final) => {
      await send(post('m1'))
      await settleAll('m1', { state: 'sending' }, final)
      for (const outcome of EVERY_OUTCOME) {
        await expect(store.settle('m1', outcome)).rejects.toMatchObject({ code: 'out-of-turn' })
      }
      expect(await stateOf('m1')).toBe(final.state)
    })

    test('are not sent before they were sending, nor when nobody knows them', async () => {
      await send(post('m1'))
      await expect(store.settle('m1', { state: 'sent', sent: SENT })).rejects.toMatchObject({ code: 'out-of-turn' })
      await expect(store.settle('m9', { state: 'sending' })).rejects.toMatchObject({ code: 'out-of-turn' })
      expect(await stateOf('m1')).toBe('pending')
    })

    test('are known by what they became', async () => {
      await send(post('m1', { subject: 'S1' }), post('e1', { subject: 'S2', kind: 'ephemeral' }))
      expect(await store.sentAs('S1')).toBeUndefined()
      await settleAll('m1', { state: 'sending' }, { state: 'sent', sent: SENT })
      await settleAll('e1', { state: 'sending' }, { state: 'sent', sent: undefined })
      expect(await store.sentAs('S1')).toEqual(SENT)
      expect(await store.sentAs('S2')).toBeUndefined()
      expect(await store.sentAs('S3')).toBeUndefined()
    })

    test('tell what became of the newest post about a subject', async () => {
      await send(post('m1', { subject: 'S1' }), post('e1', { subject: 'S2', kind: 'ephemeral' }))
      expect(await store.postState('S1')).toBe('pending')
      expect(await store.postState('S2')).toBeUndefined()
      await settleAll('m1', { state: 'sending' }, { state: 'failed', reason: 'is_archived' })
      expect(await store.postState('S1')).toBe('failed')
      await send(post('m2', { subject: 'S1' }))
      expect(await store.postState('S1')).toBe('pending')
    })
  })

  describe('updates', () => {
    test('wait for their post, also from another channel', async () => {
      await send(post('p', { subject: 'S1', channel: 'C2' }), update('u', { subject: 'S1' }))
      expect(await dueIds()).toEqual(['p'])
      await expect(store.settle('u', { state: 'sending' })).rejects.toMatchObject({ code: 'out-of-turn' })
      await settleAll('p', { state: 'sending' }, { state: 'sent', sent: SENT })
      expect(await dueIds()).toEqual(['u'])
    })

    test('fail with their post', async () => {
      await send(post('p', { subject: 'S1' }), update('u', { subject: 'S1' }), post('other'))
      await settleAll('p', { state: 'sending' }, { state: 'failed', reason: 'channel_not_found' })
      expect(await stateOf('u')).toBe('failed')
      expect(await dueIds()).toEqual(['other'])
      await send(update('late', { subject: 'S1' }))
      expect(await stateOf('late')).toBe('failed')
    })

    test('of what was never posted fail, and hold nothing back', async () => {
      await send(update('u', { subject: 'S1' }), post('p'))
      expect(await stateOf('u')).toBe('failed')
      expect(await dueIds()).toEqual(['p'])
    })

    test('that are pending give way to the newest, which takes their place and their time', async () => {
      await send(post('p', { subject: 'S1' }))
      await settleAll('p', { state: 'sending' }, { state: 'sent', sent: SENT })
      await send(update('u1', { subject: 'S1' }))
      await settleAll('u1', { state: 'sending' }, { state: 'pending', notBefore: 100 })
      await send(post('between'), update('u2', { subject: 'S1', payload: 'newest' }))
      expect(await stateOf('u1')).toBeUndefined()
      expect(await dueIds(99)).toEqual([])
      expect(await store.due(100)).toMatchObject([{ id: 'u2', payload: 'newest', attempts: 0 }])
    })

    test('that may have left do not give way, nor do those of another subject', async () => {
      await send(post('p', { subject: 'S1' }), post('q', { subject: 'S2' }))
      for (const id of ['p', 'q']) await settleAll(id, { state: 'sending' }, { state: 'sent', sent: SENT })
      await send(update('u1', { subject: 'S1' }), update('v1', { subject: 'S2' }))
      await settleAll('u1', { state: 'sending' }, { state: 'unknown', notBefore: 0 })
      await send(update('u2', { subject: 'S1' }))
      expect(await Promise.all(['u1', 'v1', 'u2'].map(stateOf))).toEqual(['unknown', 'pending', 'pending'])
    })
  })

  test('text reads back without what another engine would refuse', async () => {
    const hostile = 'a\0b\ud800c\udc00\ud83d\ude00\\u0000\\ud800"\n'
    const clean = 'ab\ufffdc\ufffd\ud83d\ude00\\u0000\\ud800"\n'
    store.receive(delivery('Ev1', { body: { [hostile]: [hostile] } }))
    expect((await store.undone(1))[0]?.body).toEqual({ [clean]: [clean] })
    await store.commit({ investigation: investigation(hostile, { author: hostile }) })
    for (const id of [hostile, clean]) expect(await store.investigation(id)).toMatchObject({ id: clean, author: clean })
  })

  test('answers while it is open, and not after', async () => {
    const other = open()
    await other.check()
    await other.close()
    await expect(other.check()).rejects.toThrow()
    expect(() => other.receive(delivery('Ev1'))).toThrow()
  })

  test('does what it was asked before it closes', async () => {
    const other = open()
    const commits = Array.from({ length: 50 }, (_, i) => other.commit({ send: [post(`m${i}`)] }))
    await other.close()
    expect((await Promise.allSettled(commits)).map(({ status }) => status)).toEqual(commits.map(() => 'fulfilled'))
  })
}

const EVERY_OUTCOME: readonly Outcome[] = [
  { state: 'sending' },
  { state: 'sent', sent: SENT },
  { state: 'pending', notBefore: 0 },
  { state: 'unknown', notBefore: 0 },
  { state: 'failed', reason: 'no' },
]
