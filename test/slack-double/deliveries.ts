import type { Activity } from './activity.ts'
import type { VirtualClock } from './clock.ts'
import { deferred } from './deferred.ts'
import type { JsonRecord } from './json.ts'

/** https://docs.slack.dev/apis/events-api/#responding: whatever is sent must be answered within three seconds. */
export const ACK_DEADLINE_MS = 3_000

/** When an event that was not answered is sent again: at once, after a minute, after five. Nothing else ever is. */
const RETRY_DELAYS_MS = [0, 60_000, 300_000] as const

export type DeliveryKind = 'events_api' | 'slash_commands' | 'interactive' | 'options'

/** Something that Slack sends to the app, with every attempt to hand it over. */
export interface Delivery {
  readonly kind: DeliveryKind
  /** The type of the event or interaction, or the command. */
  readonly about: string
  readonly payload: JsonRecord
  readonly attempts: Attempt[]
  state: 'under way' | 'waits for its retry' | 'answered' | 'failed'
  /** What the app answered with. */
  answer: unknown
  /** Resolves when the first attempt has ended. */
  readonly first: Promise<Attempt>
}

export interface Attempt {
  readonly retryNumber: number
  readonly retryReason: string | undefined
  outcome: Outcome
  tookMs: number
}

/** `late` and `refused` are the app's fault, `lost` and `unreachable` are not. */
export type Outcome = 'under way' | 'answered' | 'late' | 'refused' | 'lost' | 'unreachable'

export interface Sending {
  readonly kind: DeliveryKind
  readonly payload: JsonRecord
  readonly retryNumber: number
  readonly retryReason: string | undefined
}

export interface Sent {
  readonly outcome: Outcome
  readonly answer?: unknown
  /** The reason as `x-slack-retry-reason` and `retry_reason` give it. */
  readonly reason?: string
  readonly noRetry?: boolean
}

/** Hands one attempt to the app and says what became of it; never rejects. */
export type Carrier = (sending: Sending) => Promise<Sent>

/** Sends events, commands and interactions to the app, sees that they are answered, and sends events again. */
export class Deliveries {
  readonly log: Delivery[] = []
  readonly #clock: VirtualClock
  readonly #activity: Activity
  readonly #carry: Carrier
  #copies = 0

  constructor(clock: VirtualClock, activity: Activity, carry: Carrier) {
    this.#clock = clock
    this.#activity = activity
    this.#carry = carry
  }

  send(kind: DeliveryKind, about: string, payload: JsonRecord): Delivery {
    const { promise: first, resolve } = deferred<Attempt>()
    const delivery: Delivery = { kind, about, payload, attempts: [], state: 'under way', answer: undefined, first }
    this.log.push(delivery)
    void this.#attempt(delivery, 0, undefined).then(resolve)
    if (kind === 'events_api' && this.#copies > 0) {
      this.#copies -= 1
      this.send(kind, about, payload)
    }
    return delivery
  }

  /** The next `count` events are delivered twice, as Slack does now and then. */
  deliverTwice(count: number): void {
    this.#copies += count
  }

  async #attempt(delivery: Delivery, retryNumber: number, retryReason: string | undefined): Promise<Attempt> {
    const ended = this.#activity.begin()
    const started = performance.now()
    const attempt: Attempt = { retryNumber, retryReason, outcome: 'under way', tookMs: 0 }
    delivery.attempts.push(attempt)
    delivery.state = 'under way'
    const sent = await this.#carry({ kind: delivery.kind, payload: delivery.payload, retryNumber, retryReason })
    attempt.outcome = sent.outcome
    attempt.tookMs = performance.now() - started
    this.#conclude(delivery, retryNumber, sent)
    ended()
    return attempt
  }

  #conclude(delivery: Delivery, retryNumber: number, sent: Sent): void {
    if (sent.outcome === 'answered') {
      delivery.state = 'answered'
      delivery.answer = sent.answer
      return
    }
    const delay = delivery.kind === 'events_api' && !sent.noRetry ? RETRY_DELAYS_MS[retryNumber] : undefined
    delivery.state = delay === undefined ? 'failed' : 'waits for its retry'
    const again = (): void => void this.#attempt(delivery, retryNumber + 1, sent.reason ?? 'timeout')
    if (delay === 0) again()
    else if (delay !== undefined) this.#clock.after(delay, again)
  }
}
