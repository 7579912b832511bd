import type { ProbeChild } from './probe-child.ts'

/** Children that were killed and are not gone: a call of the kernel holds them. All pools share the count. */
export class LostChildren {
  static readonly MOST = 3
  readonly #children = new Set<ProbeChild>()

  /** Calls back when it is gone after all. */
  add(child: ProbeChild, onGone: () => void): void {
    this.#children.add(child)
    child.onExit(() => {
      this.#children.delete(child)
      onGone()
    })
  }

  get count(): number {
    return this.#children.size
  }
}
