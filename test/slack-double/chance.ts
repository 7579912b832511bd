/** Random choices and ids that are the same in every run with the same seed. */
export class Chance {
  #state: number
  #issued = 0

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** One of the choices, or undefined when there is none. */
  pick<T>(choices: readonly T[]): T | undefined {
    return choices[Math.floor(this.#next() * choices.length)]
  }

  /** An id as Slack makes them: a letter for what it names, then capitals and digits, never twice the same. */
  id(prefix: string): string {
    this.#issued += 1
    const noise = Math.floor(this.#next() * 36 ** 5).toString(36)
    return `${prefix}0${this.#issued.toString(36).padStart(4, '0')}${noise.padStart(5, '0')}`.toUpperCase()
  }

  /** mulberry32: https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
