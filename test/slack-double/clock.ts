/** The time of the double: it stands still until a test calls `advance`, or also follows real time when `running`. */
export class VirtualClock {
  #millis: number
  readonly #realStart: number | undefined
  #timers: Timer[] = []

  constructor({ start = Date.now(), running = false }: { start?: number; running?: boolean } = {}) {
    this.#millis = start
    this.#realStart = running ? Date.now() : undefined
  }

  /** Milliseconds since the epoch. */
  now(): number {
    return this.#millis + (this.#realStart === undefined ? 0 : Date.now() - this.#realStart)
  }

  /** Lets time pass. What falls due runs in order, each at its own moment. */
  advance(millis: number): void {
    const target = this.#millis + millis
    for (let next = this.#takeDue(target); next; next = this.#takeDue(target)) {
      this.#millis = Math.max(this.#millis, next.due)
      next.run()
    }
    this.#millis = target
  }

  /** Runs something once `millis` have passed; the returned function calls it off. */
  after(millis: number, run: () => void): () => void {
    const timer = { due: this.#millis + millis, run }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer)
    }
  }

  #takeDue(target: number): Timer | undefined {
    const [first] = this.#timers.filter((timer) => timer.due <= target).sort((one, other) => one.due - other.due)
    this.#timers = this.#timers.filter((timer) => timer !== first)
    return first
  }
}

interface Timer {
  readonly due: number
  readonly run: () => void
}
