import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { NewOutgoing, Outcome, OutgoingState, Store } from '../../../src/model/store.ts'
import { openSqliteStore } from '../../../src/store/sqlite/open.ts'
import { post } from '../samples.ts'
import { newFolder } from './new-folder.ts'

/** The outbox as a list in the order in which messages leave. */
interface Modelled {
  readonly message: NewOutgoing
  state: OutgoingState
  notBefore: number
}
interface Model {
  list: Modelled[]
  now: number
  added: number
}
interface Real {
  readonly file: string
  store: Store
  /** In the order in which they were sent. */
  readonly sent: string[]
}

const MAY_FOLLOW: Record<OutgoingState, readonly OutgoingState[]> = {
  pending: ['pending', 'sending', 'failed'],
  sending: ['sent', 'pending', 'unknown', 'failed'],
  unknown: ['sending', 'sent', 'pending', 'unknown', 'failed'],
  sent: [],
  failed: [],
}

type Command = fc.AsyncCommand<Model, Real>

function command(name: string, run: (model: Model, real: Real) => Promise<void>): Command {
  return {
    check: () => true,
    async run(model, real) {
      await run(model, real)
      await compare(model, real.store)
    },
    toString: () => name,
  }
}

const addMessage = (draft: Pick<NewOutgoing, 'channel' | 'subject' | 'kind'>): Command =>
  command(`add ${Object.values(draft).join(' ')}`, async (model, { store }) => {
    const message = post(`m${model.added++}`, draft)
    await store.commit({ send: [message] })
    add(model, message)
  })

/** Any outcome for any message, allowed or not. */
const settleAny = (which: number, outcome: Outcome): Command =>
  command(`settle ${which} ${JSON.stringify(outcome)}`, async (model, real) => {
    const it = model.list[which % model.list.length]
    if (it) await trySettle(model, real, it, outcome)
  })

/** What a sender does: one that is ready is sent, with an outcome. */
const attempt = (outcome: Outcome): Command =>
  command(`attempt ${JSON.stringify(outcome)}`, async (model, real) => {
    const it = model.list.find((candidate) => isReady(model, candidate))
    if (!it) return
    await trySettle(model, real, it, { state: 'sending' })
    await trySettle(model, real, it, outcome)
  })

const crash = command('crash', async (model, real) => {
  await real.store.close()
  real.store = openSqliteStore(real.file)
  for (const it of model.list) if (it.state === 'sending') it.state = 'unknown'
})

const wait = command('wait', async (model) => {
  model.now += 5
})

async function trySettle(model: Model, { store, sent }: Real, it: Modelled, outcome: Outcome): Promise<void> {
  const settled = store.settle(it.message.id, outcome)
  if (!isAllowed(model, it, outcome)) return expect(settled).rejects.toMatchObject({ code: 'out-of-turn' })
  await settled
  settle(model, it, outcome)
  if (outcome.state === 'sent') sent.push(it.message.id)
}

const notBefore = fc.nat(20)
const sent: Outcome = { state: 'sent', sent: { channel: 'C1', ts: '1.1' } }
const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Outcome>(sent) },
  { weight: 2, arbitrary: fc.constant<Outcome>({ state: 'sending' }) },
  { weight: 1, arbitrary: notBefore.map((time): Outcome => ({ state: 'pending', notBefore: time })) },
  { weight: 1, arbitrary: notBefore.map((time): Outcome => ({ state: 'unknown', notBefore: time })) },
  { weight: 1, arbitrary: fc.constant<Outcome>({ state: 'failed', reason: 'no' }) },
)
const draft = fc.record({
  channel: fc.constantFrom('C1', 'C2'),
  subject: fc.constantFrom('S1', 'S2', 'S3'),
  kind: fc.constantFrom('post', 'update', 'ephemeral'),
})
const commands = fc.commands(
  [
    draft.map(addMessage),
    fc.tuple(fc.nat(7), outcome).map(([which, it]) => settleAny(which, it)),
    outcome.map(attempt),
    fc.constant(wait),
    fc.constant(crash),
  ],
  { maxCommands: 60, size: '+2' },
)

test('messages leave one at a time and in order, none is lost, and sent is final, whatever happens', {
  timeout: 240_000,
}, async () => {
  let everSent = 0
  await fc.assert(
    fc.asyncProperty(commands, async (program) => {
      const file = join(newFolder(), 'casebook.db')
      const real: Real = { file, store: openSqliteStore(file), sent: [] }
      const model: Model = { list: [], now: 0, added: 0 }
      await fc.asyncModelRun(() => ({ model, real }), program)
      for (const channel of ['C1', 'C2']) {
        const order = model.list.filter((it) => it.message.channel === channel && it.state === 'sent')
        const sent = real.sent.filter((id) => order.some((it) => it.message.id === id))
        expect(sent).toEqual(order.map((it) => it.message.id))
      }
      everSent += real.sent.length
      await real.store.close()
    }),
    { numRuns: 150 },
  )
  // Programs that never send anything would prove nothing.
  expect(everSent).toBeGreaterThan(100)
})

async function compare(model: Model, store: Store): Promise<void> {
  const rows = await Promise.all(model.list.map((it) => store.outgoing(it.message.id)))
  expect(rows.map((row) => [row?.id, row?.state])).toEqual(model.list.map((it) => [it.message.id, it.state]))
  const sending = rows.filter((row) => row?.state === 'sending').map((row) => row?.channel)
  expect(new Set(sending).size).toBe(sending.length)
  const ready = model.list.filter((it) => isReady(model, it))
  const due = ready.filter((it) => it.notBefore <= model.now)
  expect((await store.due(model.now)).map(({ id }) => id)).toEqual(due.map((it) => it.message.id))
  expect(await store.nextDue()).toBe(ready.length > 0 ? Math.min(...ready.map((it) => it.notBefore)) : undefined)
}

function add(model: Model, message: NewOutgoing): void {
  const older = model.list.findIndex(
    (it, i) =>
      it.state === 'pending' &&
      message.kind === 'update' &&
      it.message.kind === 'update' &&
      it.message.subject === message.subject &&
      it.message.channel === message.channel &&
      !model.list.slice(i).some((later) => later.message.kind === 'post' && later.message.subject === message.subject),
  )
  const added: Modelled = { message, state: 'pending', notBefore: model.list[older]?.notBefore ?? 0 }
  if (older >= 0) model.list[older] = added
  else model.list.push(added)
  failOrphans(model)
}

function settle(model: Model, it: Modelled, { state, ...rest }: Outcome): void {
  it.state = state
  if ('notBefore' in rest) it.notBefore = rest.notBefore
  failOrphans(model)
}

function isAllowed(model: Model, it: Modelled, { state }: Outcome): boolean {
  return MAY_FOLLOW[it.state].includes(state) && (state !== 'sending' || isReady(model, it))
}

function isReady(model: Model, it: Modelled): boolean {
  const first = model.list.find((other) => other.message.channel === it.message.channel && !isOver(other))
  return (
    it === first &&
    it.state !== 'sending' &&
    (it.message.kind !== 'update' || postsBefore(model, it).some((post) => post.state === 'sent'))
  )
}

function failOrphans(model: Model): void {
  for (const it of model.list) {
    if (it.message.kind === 'update' && !isOver(it) && postsBefore(model, it).every((post) => post.state === 'failed'))
      it.state = 'failed'
  }
}

function postsBefore(model: Model, it: Modelled): Modelled[] {
  const before = model.list.slice(0, model.list.indexOf(it))
  return before.filter((other) => other.message.kind === 'post' && other.message.subject === it.message.subject)
}

function isOver(it: Modelled): boolean {
  return it.state === 'sent' || it.state === 'failed'
}
