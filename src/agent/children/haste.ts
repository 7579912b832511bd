import type { Request } from './exchange.ts'

/** Names that are remembered: mounts come and go. */
const MOST = 5000

/** Which request to ask first: the one that can hold up the others least, and of several the one that was quick last time. */
export class Haste {
  readonly #lastMs = new Map<string, number>()

  /**
   * In milliseconds, for comparison only. Its deadline counts most: a socket that was quick for a week is slow on the day
   * when its daemon hangs. A plan is what others wait for, and comes first.
   */
  expect({ request, deadlineMs }: { request: Request; deadlineMs: number }): number {
    if (request.type !== 'look') return 0
    return deadlineMs + Math.min(deadlineMs, this.#lastMs.get(keyOf(request)) ?? deadlineMs)
  }

  learn({ request }: { request: Request }, tookMs: number): void {
    if (this.#lastMs.size >= MOST) this.#lastMs.clear()
    if (request.type === 'look') this.#lastMs.set(keyOf(request), tookMs)
  }
}

function keyOf({ probe, piece }: Extract<Request, { type: 'look' }>): string {
  return `${probe} ${piece.name}`
}
