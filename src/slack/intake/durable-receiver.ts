import type { App, Receiver, ReceiverEvent } from '@slack/bolt'

/** What to do with an event before Slack is told that we have it. Rejects when it could not be kept. */
export type Keep = (body: unknown) => Promise<'kept' | 'not an event'>

/**
 * Stands between Slack's transports and Bolt, which acknowledges an event before any code of ours runs and so loses it
 * in a crash. Events are kept first, acknowledged second, and worked off from the store; commands, buttons and the
 * like go on to Bolt. Several receivers take turns: a socket that Slack refreshes leaves no gap.
 */
export class DurableReceiver implements Receiver {
  readonly #receivers: readonly Receiver[]
  readonly #keep: Keep
  readonly #onLost: (error: unknown) => void
  readonly #inHand = new Set<Promise<void>>()

  constructor(receivers: readonly Receiver[], keep: Keep, onLost: (error: unknown) => void) {
    this.#receivers = receivers
    this.#keep = keep
    this.#onLost = onLost
  }

  init(app: App): void {
    const gate = { processEvent: (event: ReceiverEvent) => this.#hold(this.#process(event, app)) }
    for (const receiver of this.#receivers) receiver.init(gate as App)
  }

  async start(...args: unknown[]): Promise<unknown> {
    return Promise.all(this.#receivers.map((receiver) => receiver.start(...args)))
  }

  async stop(...args: unknown[]): Promise<unknown> {
    return Promise.all(this.#receivers.map((receiver) => receiver.stop(...args)))
  }

  /** Settles when every event is kept and every command, click and the like is carried out. */
  async idle(): Promise<void> {
    while (this.#inHand.size > 0) await Promise.allSettled(this.#inHand)
  }

  #hold(work: Promise<void>): Promise<void> {
    this.#inHand.add(work)
    return work.finally(() => this.#inHand.delete(work))
  }

  /** What could not be kept is not acknowledged: Slack delivers it again. */
  async #process(event: ReceiverEvent, app: App): Promise<void> {
    let kept: Awaited<ReturnType<Keep>>
    try {
      kept = await this.#keep(event.body)
    } catch (error) {
      this.#onLost(error)
      throw error
    }
    if (kept === 'kept') await event.ack()
    else await app.processEvent(event)
  }
}
