/** What puts a fault back: run last first, each step whatever became of the others. */
export class Undo {
  readonly #steps: { readonly what: string; readonly run: () => unknown }[] = []
  #isRun = false

  /** To be called before the step that it takes back. Throws when everything was put back already: then nothing may be changed any more. */
  add(what: string, run: () => unknown): void {
    if (this.#isRun) throw new Error('the lab is told to stop')
    this.#steps.push({ what, run })
  }

  /** What could not be put back. */
  async run(): Promise<string[]> {
    this.#isRun = true
    const failures: string[] = []
    for (const { what, run } of this.#steps.splice(0).reverse()) {
      try {
        await run()
      } catch (error) {
        failures.push(`${what}: ${error instanceof Error ? error.message : error}`)
      }
    }
    return failures
  }
}
