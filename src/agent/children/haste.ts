import type { Request } from './exchange.ts'

/** Names that are remembered: mounts come and go. */
const MOST = 5000

/** How long each request took last time, to tell which to ask first. */
export class Haste {
  readonly #lastMs = new Map<string, number>()

  /** What was never asked may take as long as it is allowed to. A plan is what others wait for, and takes nothing. */
  expect({ request, deadlineMs }: { request: Request; deadlineMs: number }): number {
    return request.type === 'look' ? (this.#lastMs.get(keyOf(request)) ?? deadlineMs) : 0
  }

  learn({ request }: { request: Request }, tookMs: number): void {
    if (this.#lastMs.size >= MOST) this.#lastMs.clear()
    if (request.type === 'look') this.#lastMs.set(keyOf(request), tookMs)
  }
}

function keyOf({ probe, piece }: Extract<Request, { type: 'look' }>): string {
  return `${probe} ${piece.name}`
}
