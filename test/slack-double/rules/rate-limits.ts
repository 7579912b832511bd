import type { VirtualClock } from '../clock.ts'

/** https://docs.slack.dev/apis/web-api/rate-limits */
export type Tier = 'tier 2' | 'tier 3' | 'tier 4' | 'special' | 'message'

const MINUTE = 60_000

/** Calls of one method in any 60 seconds. Slack promises "20+": the double grants not one more. */
export const CALLS_PER_MINUTE: Readonly<Record<Tier, number>> = {
  'tier 2': 20,
  'tier 3': 50,
  'tier 4': 100,
  /** Documented as "hundreds of requests per minute". */
  special: 300,
  /** Documented as "several hundred messages per minute" for the whole workspace. */
  message: 300,
}

/**
 * chat.postMessage: one per second and channel, "short bursts" above that allowed without a number. The double allows
 * three at once, then one per second: a bucket of three tokens that gains one per second.
 */
export const MESSAGE_BURST = 3
const MESSAGES_PER_SECOND = 1

/** Counts calls and says when one came too early. A refused call is not counted. */
export class RateLimits {
  readonly #clock: VirtualClock
  readonly #windows = new Map<string, number[]>()
  readonly #buckets = new Map<string, { tokens: number; at: number }>()

  constructor(clock: VirtualClock) {
    this.#clock = clock
  }

  /** Seconds to wait before the call is welcome again; 0 when it is welcome now, and then it is counted. */
  admit(method: string, tier: Tier, channel: string): number {
    const bucket = tier === 'message' ? this.#bucket(channel) : undefined
    const waitSeconds = Math.max(this.#windowWait(method, CALLS_PER_MINUTE[tier]), bucket ? bucketWait(bucket) : 0)
    if (waitSeconds > 0) return waitSeconds
    this.#windows.get(method)?.push(this.#clock.now())
    if (bucket) bucket.tokens -= 1
    return 0
  }

  #windowWait(method: string, allowed: number): number {
    const now = this.#clock.now()
    const recent = (this.#windows.get(method) ?? []).filter((at) => at > now - MINUTE)
    this.#windows.set(method, recent)
    const oldest = recent.at(-allowed)
    return oldest === undefined ? 0 : Math.ceil((oldest + MINUTE - now) / 1000)
  }

  #bucket(channel: string): { tokens: number; at: number } {
    const now = this.#clock.now()
    const bucket = this.#buckets.get(channel) ?? { tokens: MESSAGE_BURST, at: now }
    bucket.tokens = Math.min(MESSAGE_BURST, bucket.tokens + ((now - bucket.at) / 1000) * MESSAGES_PER_SECOND)
    bucket.at = now
    this.#buckets.set(channel, bucket)
    return bucket
  }
}

function bucketWait(bucket: { tokens: number }): number {
  return bucket.tokens >= 1 ? 0 : Math.ceil((1 - bucket.tokens) / MESSAGES_PER_SECOND)
}
