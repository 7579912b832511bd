import { deferred } from './deferred.ts'
import type { Deliveries } from './deliveries.ts'
import type { Installation } from './installation.ts'
import type { JsonRecord } from './json.ts'
import type { SocketMode } from './socket-mode.ts'

/** What is wrong with one call: what is answered instead, or what happens around the right answer. */
export type CallFault =
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly body: JsonRecord
      readonly headers: Record<string, string>
    }
  | { readonly kind: 'lose reply' }
  | { readonly kind: 'wait'; readonly until: () => Promise<void> }

/** Things that go wrong on the way to Slack and inside it. Each happens `count` times and is over then. */
export class Faults {
  /** Blocks that this workspace does not know yet. */
  readonly refusedBlocks = new Set<string>()
  redirectsFiles = false
  readonly #installation: Installation
  readonly #sockets: SocketMode
  readonly #deliveries: Deliveries
  readonly #calls = new Map<string, CallFault[]>()

  constructor(installation: Installation, sockets: SocketMode, deliveries: Deliveries) {
    this.#installation = installation
    this.#sockets = sockets
    this.#deliveries = deliveries
  }

  /** The call is carried out, then the connection breaks before the answer is out. */
  loseReply(method: string, count = 1): void {
    this.#add(method, count, { kind: 'lose reply' })
  }

  /** The call is not carried out: an error of Slack (`internal_error`), or an HTTP status (503). */
  answer(method: string, problem: string | number, count = 1): void {
    const status = typeof problem === 'number' ? problem : 200
    const body = { ok: false, error: typeof problem === 'string' ? problem : 'service_unavailable' }
    this.#add(method, count, { kind: 'answer', status, body, headers: {} })
  }

  rateLimit(method: string, retryAfterSeconds: number, count = 1): void {
    const headers = { 'retry-after': String(retryAfterSeconds) }
    this.#add(method, count, { kind: 'answer', status: 429, body: { ok: false, error: 'ratelimited' }, headers })
  }

  /** The call is carried out `millis` later, in real time. */
  slow(method: string, millis: number, count = 1): void {
    this.#add(method, count, { kind: 'wait', until: () => new Promise((resolve) => setTimeout(resolve, millis)) })
  }

  /** The next call waits until the returned function is called. */
  hold(method: string): () => void {
    const { promise, resolve } = deferred<void>()
    this.#add(method, 1, { kind: 'wait', until: () => promise })
    return () => resolve()
  }

  /** Slack's routine: the socket is asked to reconnect. */
  refreshSocket(): void {
    this.#sockets.disconnect('refresh_requested')
  }

  /** The same, as announced ten seconds ahead. */
  warnSocket(): void {
    this.#sockets.disconnect('warning')
  }

  /** Somebody switched Socket Mode off. */
  disableSocketMode(): void {
    this.#sockets.disconnect('link_disabled')
  }

  killSocket(): void {
    this.#sockets.kill()
  }

  killAllSockets(): void {
    this.#sockets.killAll()
  }

  refuseUpgrades(status = 409, count = 1): void {
    this.#sockets.refuseUpgrades(status, count)
  }

  /** The app's next acknowledgements never arrive; the socket breaks under them. */
  loseAcknowledgements(count = 1): void {
    this.#sockets.loseAnswers(count)
  }

  deliverTwice(count = 1): void {
    this.#deliveries.deliverTwice(count)
  }

  /** From now on blocks of this type are `invalid_blocks`, as before Slack has rolled them out. */
  refuseBlock(type: string): void {
    this.refusedBlocks.add(type)
  }

  takeAwayScope(scope: string): void {
    this.#installation.scopes.delete(scope)
  }

  revokeToken(): void {
    this.#installation.state = 'revoked'
  }

  /** Downloads are answered with a redirect to a stranger, who must not get the token. */
  redirectFiles(): void {
    this.redirectsFiles = true
  }

  /** The fault of the next call of a method; it is gone then. */
  take(method: string): CallFault | undefined {
    return this.#calls.get(method)?.shift()
  }

  #add(method: string, count: number, fault: CallFault): void {
    const waiting = this.#calls.get(method) ?? []
    this.#calls.set(method, [...waiting, ...new Array<CallFault>(count).fill(fault)])
  }
}
