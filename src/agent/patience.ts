/** How long somebody waits. Whoever makes one ends it, or what waits with it is kept until its time is over. */
export class Patience {
  /** Resolves when nobody waits any more. */
  readonly over: Promise<void>
  readonly #timer: NodeJS.Timeout
  readonly #longer: Patience | undefined
  #isOver = false

  /** At most until `longer` is over, too. */
  constructor(limitMs: number, longer?: Patience) {
    this.#longer = longer
    let resolve: () => void = () => {}
    const passed = new Promise<void>((pass) => {
      resolve = pass
    })
    this.#timer = setTimeout(() => {
      this.#isOver = true
      resolve()
    }, limitMs)
    this.over = longer ? Promise.race([passed, longer.over]) : passed
  }

  get isOver(): boolean {
    return this.#isOver || this.#longer?.isOver === true
  }

  end(): void {
    this.#isOver = true
    clearTimeout(this.#timer)
  }
}
