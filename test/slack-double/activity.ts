import { EventEmitter, once } from 'node:events'

/** Knows whether anything is under way between the double and the app, so that a test can wait for the end of it. */
export class Activity {
  #underWay = 0
  #idleChecks: (() => Promise<void>)[] = []
  readonly #emitter = new EventEmitter()

  constructor() {
    this.#emitter.setMaxListeners(0)
  }

  /** Counts as under way until the returned function is called. */
  begin(): () => void {
    this.#underWay += 1
    this.note()
    let ended = false
    return () => {
      if (ended) return
      ended = true
      this.#underWay -= 1
      this.note()
    }
  }

  /** Something happened: whoever waits for quiet starts to wait anew. */
  note(): void {
    this.#emitter.emit('change')
  }

  /** Has `quiet` also wait for what the app says about itself, such as its queue being empty. */
  alsoAwait(idle: () => Promise<void>): void {
    this.#idleChecks.push(idle)
  }

  /** Resolves when nothing is under way, the app says it is idle, and nothing has happened for `quietMs`. */
  async quiet(quietMs: number): Promise<void> {
    do {
      while (this.#underWay > 0) await once(this.#emitter, 'change')
      for (const idle of this.#idleChecks) await idle()
    } while (this.#underWay > 0 || (await this.#changesWithin(quietMs)))
  }

  /** Resolves as soon as the condition holds; looks again whenever something happens. */
  async until(condition: () => boolean, limitMs: number, what: string): Promise<void> {
    const deadline = AbortSignal.timeout(limitMs)
    while (!condition()) {
      await once(this.#emitter, 'change', { signal: deadline }).catch(() => {
        throw new Error(`expected ${what} within ${limitMs} ms`)
      })
    }
  }

  /**
   * In several ticks, because a busy app makes one timer fire late and at once: before the event loop gets to the
   * call that the app has just made.
   */
  async #changesWithin(millis: number): Promise<boolean> {
    for (let tick = 0; tick < TICKS; tick += 1) {
      if (await this.#changesWithinTick(millis / TICKS)) return true
    }
    return false
  }

  #changesWithinTick(millis: number): Promise<boolean> {
    return new Promise((resolve) => {
      const changed = (): void => {
        clearTimeout(timer)
        resolve(true)
      }
      const timer = setTimeout(() => {
        this.#emitter.off('change', changed)
        resolve(false)
      }, millis)
      this.#emitter.once('change', changed)
    })
  }
}

const TICKS = 6
