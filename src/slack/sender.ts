import { WebAPIPlatformError, WebAPIRateLimitedError, type WebClient } from '@slack/web-api'
import { z } from 'zod'
import type { Outcome, Outgoing, SentMessage, Store } from '../model/store.ts'
import type { Log } from './log.ts'
import { type OutgoingPayload, outgoingPayload } from './outgoing-payload.ts'
import { Pace } from './pace.ts'

export interface Sender {
  /** There may be something to send. */
  readonly wake: () => void
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

const METADATA_TYPE = 'casebook_message'
/** A message whose reply was lost may still be on its way: it is looked up a little later. */
const SETTLE_MS = 2000
const RETRY_MS = 2000
const MAX_RETRY_MS = 60_000
const SOON_MS = 3000
const BREATH_MS = 5

/** Lets timers and sockets have their turn. */
const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, BREATH_MS))

/**
 * Sends what the store holds, in order within a channel, side by side over channels. Slack takes no idempotency key:
 * a message whose fate is unknown (no answer, a crash) is looked up by its metadata before it is sent again.
 */
export function startSender({ store, web, log, now }: SenderParts): Sender {
  const pace = new Pace()
  const inHand = new Map<string, Promise<void>>()
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
    if (next !== undefined && next > now()) sleepUntil(next)
  }

  function sleepUntil(time: number): void {
    clearTimeout(timer)
    timer = setTimeout(wake, Math.max(10, Math.min(time - now(), MAX_RETRY_MS))).unref()
  }

  function take(row: Outgoing): void {
    const work = handle(row)
      .catch((error: unknown) => later(`sending ${row.id} failed`, error))
      .finally(() => {
        inHand.delete(row.channel)
        wake()
      })
    inHand.set(row.channel, work)
  }

  async function handle(row: Outgoing): Promise<void> {
    if (row.state === 'unknown') return store.settle(row.id, await lookUp(row))
    const at = pace.next(methodOf(row), row.channel, now())
    if (at > now()) return store.settle(row.id, { state: 'pending', notBefore: at })
    await store.settle(row.id, { state: 'sending' })
    await store.settle(row.id, await attempt(row))
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

  async function lookUp(row: Outgoing): Promise<Outcome> {
    const payload = outgoingPayload.safeParse(row.payload)
    try {
      const ts = await findByMetadata(web, row, payload.data?.thread)
      return ts ? { state: 'sent', sent: { channel: row.channel, ts } } : { state: 'pending', notBefore: now() }
    } catch (error) {
      if (error instanceof WebAPIPlatformError && error.data.error === 'thread_not_found')
        return { state: 'pending', notBefore: now() }
      log.warn({ error, id: row.id }, 'a message of unknown fate could not be looked up')
      return { state: 'unknown', notBefore: now() + backoff(row) }
    }
  }

  async function isBusy(): Promise<boolean> {
    await round
    await Promise.all(inHand.values())
    const next = await store.nextDue()
    if (next !== undefined && next <= now()) wake()
    return inHand.size > 0 || (next !== undefined && next <= now() + SOON_MS)
  }

  wake()
  return {
    wake,
    async idle() {
      while (await isBusy()) await breathe()
    },
    async stop(withinMs) {
      const deadline = now() + withinMs
      while (now() < deadline && (inHand.size > 0 || (await store.due(now())).length > 0)) await breathe()
      stopped = true
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

/** Errors of Slack that pass by themselves. */
const PASSING: ReadonlySet<string> = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
  'rate_limited',
  'ratelimited',
  'message_limit_exceeded',
])

function methodOf(row: Outgoing): string {
  return { post: 'chat.postMessage', update: 'chat.update', ephemeral: 'chat.postEphemeral' }[row.kind]
}

function backoff(row: Outgoing): number {
  return Math.min(MAX_RETRY_MS, RETRY_MS * 2 ** Math.min(row.attempts, 6))
}

const listedMessage = z.object({
  ts: z.string(),
  metadata: z
    .object({ event_type: z.string(), event_payload: z.object({ id: z.string().optional() }).loose() })
    .optional(),
})

/** The timestamp of the message with our id in its metadata: in its thread, or in the channel since it was made. */
async function findByMetadata(web: WebClient, row: Outgoing, thread: string | undefined): Promise<string | undefined> {
  const shared = { channel: row.channel, include_all_metadata: true, limit: 200 }
  let cursor: string | undefined
  for (let page = 0; page < 10; page++) {
    const more = cursor ? { cursor } : {}
    const answer = thread
      ? await web.conversations.replies({ ...shared, ...more, ts: thread })
      : await web.conversations.history({ ...shared, ...more, oldest: String(row.createdAt / 1000 - 60) })
    for (const candidate of answer.messages ?? []) {
      const message = listedMessage.safeParse(candidate)
      const found = message.data?.metadata
      if (message.success && found?.event_type === METADATA_TYPE && found.event_payload.id === row.id)
        return message.data.ts
    }
    cursor = answer.response_metadata?.next_cursor || undefined
    if (!cursor) return undefined
  }
  return undefined
}
