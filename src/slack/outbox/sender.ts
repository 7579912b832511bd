import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebAPIPlatformError, WebAPIRateLimitedError, type WebClient } from '@slack/web-api'
import { KnownError } from '../../model/known-error.ts'
import type { Outcome, Outgoing, SentMessage, Store } from '../../model/store.ts'
import type { Log } from '../log.ts'
import { PASSING } from './error-codes.ts'
import { lookUp } from './look-up.ts'
import { type Fate, METADATA_TYPE, type OutgoingPayload, outgoingPayload } from './outgoing-payload.ts'
import { Pace } from './pace.ts'

export interface Sender {
  /** There may be something to send. */
  readonly wake: () => void
  /** Has it told what becomes of the post about a subject. Of one that leaves after a restart nothing is told. */
  readonly follow: (subject: string, tell: (fate: Fate) => Promise<void>) => void
  /** Settles when nothing is being sent and nothing will be due in the next seconds. */
  readonly idle: () => Promise<void>
  /** Sends what is due, for at most `withinMs`; the rest stays on disk. */
  readonly stop: (withinMs: number) => Promise<void>
}

export interface SenderParts {
  readonly store: Store
  /** Must not retry by itself, and must have a time limit: a retry of its own could post twice. */
  readonly web: WebClient
  readonly log: Log
  readonly now: () => number
}

/** A message whose reply was lost may still be on its way: it is looked up a little later. */
const SETTLE_MS = 2000
const RETRY_MS = 2000
const MAX_RETRY_MS = 60_000
const SOON_MS = 3000
const BREATH_MS = 5
/** How soon it is looked again for what fell due while others were sent. */
const LOOK_AGAIN_MS = 50
const RECORD_AGAIN_MS = 100
const MAX_RECORD_AGAIN_MS = 5000

/** Lets timers and sockets have their turn. */
const breathe = (): Promise<void> => sleep(BREATH_MS)

/**
 * Sends what the store holds, in order within a channel, side by side over channels. Slack takes no idempotency key:
 * a message whose fate is unknown (no answer, a crash) is looked up by its metadata before it is sent again.
 */
export function startSender({ store, web, log, now }: SenderParts): Sender {
  const pace = new Pace()
  const inHand = new Map<string, Promise<void>>()
  const followers = new Map<string, (fate: Fate) => Promise<void>>()
  const telling = new Set<Promise<void>>()
  const halt = new AbortController()
  // One for each channel that waits.
  setMaxListeners(0, halt.signal)
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let round = Promise.resolve()

  const wake = (): void => {
    if (!stopped) round = round.then(takeRound).catch((error: unknown) => later('the store did not answer', error))
  }

  function later(what: string, error: unknown): void {
    log.warn({ error }, `${what}; trying again`)
    sleepUntil(now() + RETRY_MS)
  }

  async function takeRound(): Promise<void> {
    if (stopped) return
    const due = await store.due(now())
    for (const row of due) if (!inHand.has(row.channel)) take(row)
    const next = await store.nextDue()
    // Also when it is past: what fell due since `due` was asked has nothing else that wakes us.
    if (next !== undefined) sleepUntil(next)
  }

  function sleepUntil(time: number): void {
    clearTimeout(timer)
    timer = setTimeout(wake, Math.max(LOOK_AGAIN_MS, Math.min(time - now(), MAX_RETRY_MS))).unref()
  }

  function take(row: Outgoing): void {
    const work = handle(row)
      .catch((error: unknown) => {
        log.warn({ error, id: row.id }, 'sending a message failed; trying again')
        return nap(RETRY_MS)
      })
      .finally(() => {
        inHand.delete(row.channel)
        wake()
      })
    inHand.set(row.channel, work)
  }

  async function handle(row: Outgoing): Promise<void> {
    if (row.state === 'unknown') return record(row, await lookedUp(row))
    const at = pace.next(methodOf(row), row.channel, now())
    if (at > now()) return store.settle(row.id, { state: 'pending', notBefore: at })
    await store.settle(row.id, { state: 'sending' })
    await record(row, await attempt(row))
  }

  /**
   * Writes down what became of a message that may have left, however long the store does not answer: sent again it
   * would be there twice. A stop leaves it `sending`, which the next start takes for a message to be looked up.
   */
  async function record(row: Outgoing, outcome: Outcome): Promise<void> {
    for (let pauseMs = RECORD_AGAIN_MS; ; pauseMs = Math.min(2 * pauseMs, MAX_RECORD_AGAIN_MS)) {
      try {
        await store.settle(row.id, outcome)
        return tell(row, outcome)
      } catch (error) {
        if (stopped || isLasting(error)) throw error
        log.warn(
          { error, id: row.id, state: outcome.state },
          'what became of a message is not written down; trying again',
        )
      }
      await nap(pauseMs)
    }
  }

  function tell({ kind, subject }: Outgoing, outcome: Outcome): void {
    if (kind !== 'post' || !isFate(outcome)) return
    const follower = followers.get(subject)
    if (!follower || !followers.delete(subject)) return
    const told = follower(outcome)
      .catch((error: unknown) => log.error({ error, subject }, 'nobody could be told what became of a message'))
      .finally(() => telling.delete(told))
    telling.add(told)
  }

  /** A stop ends it early. */
  async function nap(millis: number): Promise<void> {
    await sleep(millis, undefined, { signal: halt.signal, ref: false }).catch(() => {})
  }

  async function lookedUp(row: Outgoing): Promise<Outcome> {
    const finding = await lookUp(row, web, log)
    if (finding.state === 'absent') return { state: 'pending', notBefore: now() }
    return finding.state === 'unknown' ? { state: 'unknown', notBefore: now() + backoff(row) } : finding
  }

  async function attempt(row: Outgoing): Promise<Outcome> {
    const payload = outgoingPayload.safeParse(row.payload)
    if (!payload.success) return { state: 'failed', reason: 'the payload is not one of ours' }
    try {
      return { state: 'sent', sent: await send(row, payload.data) }
    } catch (error) {
      return outcomeOf(error, row, payload.data)
    }
  }

  async function send(row: Outgoing, payload: OutgoingPayload): Promise<SentMessage | undefined> {
    const form = payload.forms[Math.min(row.rung, payload.forms.length - 1)] ?? { text: '' }
    const where = { channel: row.channel, ...(payload.thread && { thread_ts: payload.thread }) }
    const how = { ...form, unfurl_links: false, unfurl_media: false }
    if (row.kind === 'ephemeral') {
      await web.chat.postEphemeral({ ...where, ...form, user: payload.user ?? '' })
      return undefined
    }
    if (row.kind === 'update') {
      const sent = await store.sentAs(row.subject)
      if (!sent) throw new Error(`nothing was sent as ${row.subject}`)
      await web.chat.update({ channel: sent.channel, ts: sent.ts, ...form, blocks: form.blocks ?? [] })
      return sent
    }
    const metadata = { event_type: METADATA_TYPE, event_payload: { id: row.id } }
    const answer = await web.chat.postMessage({ ...where, ...how, metadata })
    return { channel: answer.channel ?? row.channel, ts: answer.ts ?? '' }
  }

  function outcomeOf(error: unknown, row: Outgoing, payload: OutgoingPayload): Outcome {
    if (error instanceof WebAPIRateLimitedError) {
      const until = now() + error.retryAfter * 1000
      pace.pause(methodOf(row), row.channel, until)
      log.warn({ method: methodOf(row), channel: row.channel, retryAfter: error.retryAfter }, 'Slack limits the rate')
      return { state: 'pending', notBefore: until }
    }
    if (error instanceof WebAPIPlatformError) return refusal(error.data.error, row, payload)
    log.warn({ error, id: row.id, kind: row.kind }, 'no answer from Slack')
    if (row.kind === 'update') return { state: 'pending', notBefore: now() + backoff(row) }
    if (row.kind === 'ephemeral')
      return { state: 'failed', reason: 'no answer, and an ephemeral message cannot be looked up' }
    return { state: 'unknown', notBefore: now() + SETTLE_MS }
  }

  function refusal(code: string, row: Outgoing, payload: OutgoingPayload): Outcome {
    if (TOO_RICH.has(code) && row.rung + 1 < payload.forms.length) {
      log.warn({ code, id: row.id, rung: row.rung }, 'Slack refuses the form; sending a plainer one')
      return { state: 'pending', notBefore: now(), rung: row.rung + 1 }
    }
    if (PASSING.has(code)) return { state: 'pending', notBefore: now() + backoff(row) }
    log.error({ code, id: row.id, channel: row.channel }, 'Slack refuses the message')
    return { state: 'failed', reason: code }
  }

  /** Of a store that does not answer, nothing can be sent. */
  async function isDue(): Promise<boolean> {
    return (await store.due(now()).catch(() => [])).length > 0
  }

  async function isBusy(): Promise<boolean> {
    await round
    await Promise.all([...inHand.values(), ...telling])
    const next = await store.nextDue()
    if (next !== undefined && next <= now()) wake()
    return inHand.size > 0 || (next !== undefined && next <= now() + SOON_MS)
  }

  wake()
  return {
    wake,
    follow: (subject, tell) => void followers.set(subject, tell),
    async idle() {
      while (await isBusy()) await breathe()
    },
    async stop(withinMs) {
      const deadline = now() + withinMs
      while (now() < deadline && (inHand.size > 0 || (await isDue()))) await breathe()
      stopped = true
      halt.abort()
      clearTimeout(timer)
      await Promise.all(inHand.values())
    },
  }
}

/** Errors of Slack for a message that a plainer form may get past. */
const TOO_RICH: ReadonlySet<string> = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'msg_blocks_too_many',
  'msg_too_long',
  'invalid_attachments',
  'block_mismatch',
])

/** Errors of the store that waiting does not mend. */
const LASTING: ReadonlySet<string> = new Set(['out-of-turn', 'store-closed', 'store-damaged'])

function isLasting(error: unknown): boolean {
  return error instanceof KnownError && LASTING.has(error.code)
}

function isFate(outcome: Outcome): outcome is Fate {
  return outcome.state === 'sent' || outcome.state === 'failed'
}

function methodOf(row: Outgoing): string {
  return { post: 'chat.postMessage', update: 'chat.update', ephemeral: 'chat.postEphemeral' }[row.kind]
}

function backoff(row: Outgoing): number {
  return Math.min(MAX_RETRY_MS, RETRY_MS * 2 ** Math.min(row.attempts, 6))
}
