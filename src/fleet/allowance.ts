/** How much an agent may still say. Each question grants more; unasked, it may say next to nothing. */
export class Allowance {
  readonly #frames: number
  readonly #bytes: number
  #framesLeft: number
  #bytesLeft: number

  /** The first frame is the hello, which nobody asks for. */
  constructor(perQuestion: { readonly frames: number; readonly bytes: number }, first: { readonly bytes: number }) {
    this.#frames = perQuestion.frames
    this.#bytes = perQuestion.bytes
    this.#framesLeft = 1
    this.#bytesLeft = first.bytes
  }

  /** Little is saved up, an answer that comes too late at most: whoever was silent a hundred times may not shout once. */
  grant(openQuestions: number): void {
    this.#framesLeft = Math.min(this.#framesLeft + this.#frames, this.#frames * (openQuestions + 1))
    this.#bytesLeft = Math.min(this.#bytesLeft + this.#bytes, this.#bytes * (openQuestions + 1))
  }

  /** False when it was too much. */
  take(bytes: number): boolean {
    this.#framesLeft--
    this.#bytesLeft -= bytes
    return this.#framesLeft >= 0 && this.#bytesLeft >= 0
  }
}
