import type { Limits } from './limits.ts'

const MAX_ADDRESSES = 10_000

/** Counts refusals by address, and forgives one after the other. */
export class Refusals {
  readonly #limits: Pick<Limits, 'refusals' | 'forgiveEveryMs'>
  readonly #now: () => number
  /** When the last refusal of an address will be forgiven; the address that was refused longest ago comes first. */
  readonly #forgivenAt = new Map<string, number>()

  constructor(limits: Pick<Limits, 'refusals' | 'forgiveEveryMs'>, now: () => number) {
    this.#limits = limits
    this.#now = now
  }

  note(address: string): void {
    const now = this.#now()
    const forgivenAt = Math.max(now, this.#forgivenAt.get(address) ?? 0) + this.#limits.forgiveEveryMs
    this.#forgivenAt.delete(address)
    this.#forgivenAt.set(address, forgivenAt)
    if (this.#forgivenAt.size > MAX_ADDRESSES) this.#forgetOne()
  }

  /** Whether the address was refused too often to be heard now. */
  isShut(address: string): boolean {
    const openMs = (this.#forgivenAt.get(address) ?? 0) - this.#now()
    return openMs > this.#limits.forgiveEveryMs * (this.#limits.refusals - 1)
  }

  #forgetOne(): void {
    const [oldest] = this.#forgivenAt.keys()
    if (oldest !== undefined) this.#forgivenAt.delete(oldest)
  }
}
