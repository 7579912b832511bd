import { KnownError } from '../../model/known-error.ts'
import type { Change, Delivery, Store } from '../../model/store.ts'
import type { Log } from '../log.ts'
import { Lanes } from './lanes.ts'

/** Turns a delivery into the change that finishes it. */
export type Handle = (delivery: Delivery) => Promise<Change>

export interface InboxWorker {
  /** There may be something to do. */
  readonly wake: () => void
  /** Settles when nothing is in hand and nothing is left. */
  readonly idle: () => Promise<void>
  /** Takes nothing new and settles when what is in hand is done. */
  readonly stop: () => Promise<void>
}

export interface InboxParts {
  readonly store: Store
  readonly handle: Handle
  /** What is left to do for a delivery that failed every time. */
  readonly giveUp: (delivery: Delivery) => Promise<Change>
  /** Something to send, or to tell of, is on disk. */
  readonly onSend: () => void
  readonly log: Log
  readonly now: () => number
}

const BATCH = 100
const WIDTH = 8
/** Together about two minutes: a restart of whatever is down. */
const MAX_ATTEMPTS = 8
const RETRY_MS = 1000
const BREATH_MS = 5

/**
 * Works off what was received, oldest first, each thread in order. A delivery is done when its change is on disk; one
 * that fails is tried again later, and given up, with a line in the log and the audit, rather than stop all others.
 */
export function startInbox({ store, handle, giveUp, onSend, log, now }: InboxParts): InboxWorker {
  const lanes = new Lanes(WIDTH)
  const inHand = new Set<string>()
  const resting = new Map<string, number>()
  const attempts = new Map<string, number>()
  let stopped = false
  let round = Promise.resolve()

  const wake = (): void => {
    if (!stopped) round = round.then(takeRound).catch((error: unknown) => later('the store did not answer', error))
  }

  async function takeRound(): Promise<void> {
    if (stopped) return
    const fresh = (await store.undone(BATCH)).filter(({ key }) => !inHand.has(key) && mayRun(key))
    for (const delivery of fresh) take(delivery)
  }

  function mayRun(key: string): boolean {
    return (resting.get(key) ?? 0) <= now()
  }

  function take(delivery: Delivery): void {
    inHand.add(delivery.key)
    resting.delete(delivery.key)
    const lane = lanes.run(laneOf(delivery), () => work(delivery))
    void lane
      .catch((error: unknown) => failed(delivery, error))
      .finally(() => {
        inHand.delete(delivery.key)
        if (inHand.size < BATCH / 2) wake()
      })
  }

  async function work(delivery: Delivery): Promise<void> {
    if (stopped) return
    const change = await handle(delivery)
    await store.commit({ ...change, done: delivery.key })
    attempts.delete(delivery.key)
    if (change.recurrence || (change.send && change.send.length > 0)) onSend()
  }

  /** What is done meanwhile was withheld on request of who sent it. */
  async function failed(delivery: Delivery, error: unknown): Promise<void> {
    if (error instanceof KnownError && error.code === 'not-undone') return void attempts.delete(delivery.key)
    const count = (attempts.get(delivery.key) ?? 0) + 1
    attempts.set(delivery.key, count)
    const stale = error instanceof KnownError && OVERTAKEN.has(error.code)
    if (count < MAX_ATTEMPTS) return stale ? undefined : rest(delivery, count, error)
    log.error({ error, delivery: delivery.key }, 'gave a delivery up')
    attempts.delete(delivery.key)
    const audit = { at: now(), actor: 'casebook', action: 'gave up', object: delivery.key, allowed: false }
    await giveUp(delivery)
      .then((change) => store.commit({ ...change, done: delivery.key, audit }))
      .then(onSend, (cause: unknown) => later('giving up failed', cause))
  }

  /** Others go on meanwhile, and do not wake it. */
  function rest({ key }: Delivery, count: number, error: unknown): void {
    log.warn({ error, delivery: key, attempt: count }, 'a delivery failed; trying again')
    const pauseMs = RETRY_MS * 2 ** (count - 1)
    resting.set(key, now() + pauseMs)
    const wakeUp = (): void => {
      resting.delete(key)
      wake()
    }
    setTimeout(wakeUp, pauseMs).unref()
  }

  function later(what: string, error: unknown): void {
    log.warn({ error }, `${what}; trying again`)
    setTimeout(wake, RETRY_MS).unref()
  }

  async function isBusy(): Promise<boolean> {
    await round
    await lanes.idle()
    if (inHand.size > 0 || stopped) return inHand.size > 0
    const isDue = (await store.undone(resting.size + 1)).some(({ key }) => mayRun(key))
    if (isDue) wake()
    return isDue
  }

  wake()
  return {
    wake,
    async idle() {
      while (await isBusy()) await new Promise((resolve) => setTimeout(resolve, BREATH_MS))
    },
    async stop() {
      stopped = true
      await round
      await lanes.idle()
    },
  }
}

/** Refusals of a change that another one overtook: made again, it is another change. */
const OVERTAKEN: ReadonlySet<string> = new Set(['stale-revision', 'answered-meanwhile'])

function laneOf(delivery: Delivery): string {
  return delivery.lane ?? delivery.key
}
