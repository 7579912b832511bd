/** How long somebody waits. */
export class Patience {
  readonly #signal: AbortSignal
  /** Resolves when nobody waits any more. */
  readonly over: Promise<void>

  private constructor(signal: AbortSignal) {
    this.#signal = signal
    this.over = new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
  }

  static of(limitMs: number): Patience {
    return new Patience(AbortSignal.timeout(limitMs))
  }

  /** Until the earlier of both. */
  atMost(limitMs: number): Patience {
    return new Patience(AbortSignal.any([this.#signal, AbortSignal.timeout(limitMs)]))
  }

  get isOver(): boolean {
    return this.#signal.aborted
  }
}
