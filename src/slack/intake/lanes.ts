/** Runs tasks of one key in order and tasks of different keys side by side, at most `width` at once. */
export class Lanes {
  readonly #width: number
  readonly #tails = new Map<string, Promise<void>>()
  readonly #waiting: (() => void)[] = []
  #running = 0

  constructor(width: number) {
    this.#width = width
  }

  /** Settles when the task has run; a task that rejects does not stop its lane. */
  run(key: string, task: () => Promise<void>): Promise<void> {
    const before = this.#tails.get(key) ?? Promise.resolve()
    const turn = before.then(() => this.#enter()).then(task)
    const done = turn.finally(() => this.#leave())
    const tail = done.catch(() => {})
    this.#tails.set(key, tail)
    void tail.then(() => {
      if (this.#tails.get(key) === tail) this.#tails.delete(key)
    })
    return done
  }

  async idle(): Promise<void> {
    while (this.#tails.size > 0) await Promise.all(this.#tails.values())
  }

  async #enter(): Promise<void> {
    if (this.#running >= this.#width) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    this.#running++
  }

  #leave(): void {
    this.#running--
    this.#waiting.shift()?.()
  }
}
