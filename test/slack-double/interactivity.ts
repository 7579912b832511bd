import type { VirtualClock } from './clock.ts'
import { Refusal } from './refusal.ts'

/** https://docs.slack.dev/interactivity/handling-user-interaction */
const TRIGGER_LIFE_MS = 3_000
const RESPONSE_URL_LIFE_MS = 30 * 60_000
export const RESPONSE_URL_USES = 5

/** The ids with which the app may open a modal in front of the person who has just done something. */
export class Triggers {
  readonly #clock: VirtualClock
  readonly #makeId: (prefix: string) => string
  readonly #triggers = new Map<string, { userId: string; expires: number; used: boolean }>()

  constructor(clock: VirtualClock, makeId: (prefix: string) => string) {
    this.#clock = clock
    this.#makeId = makeId
  }

  issue(userId: string): string {
    const id = `${this.#makeId('')}.${this.#makeId('')}`.toLowerCase()
    this.#triggers.set(id, { userId, expires: this.#clock.now() + TRIGGER_LIFE_MS, used: false })
    return id
  }

  /** Whose trigger it is; good for one use within three seconds. */
  exchange(id: string): string {
    const trigger = this.#triggers.get(id)
    if (!trigger) throw new Refusal('invalid_trigger_id')
    if (trigger.used) throw new Refusal('exchanged_trigger_id')
    if (this.#clock.now() >= trigger.expires) throw new Refusal('expired_trigger_id')
    trigger.used = true
    return trigger.userId
  }
}

/** Where a `response_url` leads: who did something, and where. */
export interface ResponseTarget {
  readonly userId: string
  readonly channelId: string
  /** The message that the person acted on; none after a command or a shortcut. */
  readonly messageTs?: string
  readonly threadTs?: string
}

/** The addresses at which the app may answer an interaction, five times within half an hour. */
export class ResponseUrls {
  readonly #clock: VirtualClock
  readonly #makeId: (prefix: string) => string
  readonly #urls = new Map<string, { target: ResponseTarget; expires: number; usesLeft: number }>()

  constructor(clock: VirtualClock, makeId: (prefix: string) => string) {
    this.#clock = clock
    this.#makeId = makeId
  }

  /** The path of a new address. */
  issue(target: ResponseTarget): string {
    const path = `/response/${this.#makeId('').toLowerCase()}`
    this.#urls.set(path, { target, expires: this.#clock.now() + RESPONSE_URL_LIFE_MS, usesLeft: RESPONSE_URL_USES })
    return path
  }

  use(path: string): ResponseTarget {
    const url = this.#urls.get(path)
    if (!url || this.#clock.now() >= url.expires) throw new Refusal('expired_url')
    if (url.usesLeft === 0) throw new Refusal('used_url')
    url.usesLeft -= 1
    return url.target
  }
}
