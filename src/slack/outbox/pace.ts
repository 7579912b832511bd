/**
 * How fast Slack may be written to: https://docs.slack.dev/apis/web-api/rate-limits
 *
 * `chat.postMessage` takes about one message a second in a channel, `chat.update` about 50 a minute in all,
 * `chat.postEphemeral` about 100. A 429 stops its method in its channel for as long as Slack says.
 */
const INTERVAL_MS: Readonly<Record<string, number>> = {
  'chat.postMessage': 1000,
  'chat.update': 1200,
  'chat.postEphemeral': 600,
}

/** Methods that are limited in each channel; the others over all of them. */
const PER_CHANNEL: ReadonlySet<string> = new Set(['chat.postMessage'])

export class Pace {
  readonly #free = new Map<string, number>()

  /** Takes the next turn and returns the time for it, not before `now`. */
  next(method: string, channel: string, now: number): number {
    const key = keyOf(method, channel)
    const at = Math.max(now, this.#free.get(key) ?? 0)
    if (at === now) this.#free.set(key, now + (INTERVAL_MS[method] ?? 0))
    return at
  }

  /** Slack answered 429: nothing of this method in this channel until then. */
  pause(method: string, channel: string, until: number): void {
    const key = keyOf(method, channel)
    this.#free.set(key, Math.max(until, this.#free.get(key) ?? 0))
  }
}

function keyOf(method: string, channel: string): string {
  return PER_CHANNEL.has(method) ? `${method} ${channel}` : method
}
