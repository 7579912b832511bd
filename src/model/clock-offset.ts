/** How far a node's clock is ahead of ours, and how far that may be wrong. Seconds. */
export interface ClockOffset {
  readonly offsetSeconds: number
  readonly uncertaintySeconds: number
}

/** Past this, the answer took so long that the offset would say more about the wait than about the clock. */
const LONGEST_WAIT_SECONDS = 30

/**
 * Compares a node's reading of its clock with ours: it was read after we asked (`askedAt`) and before its answer came
 * (`answeredAt`), both in milliseconds since 1970 on our clock. Undefined when that wait was too long, or is none.
 *
 * Say nothing of a node that shares our clock: its offset would be nothing, right or wrong.
 */
export function clockOffset(epochSeconds: number, askedAt: number, answeredAt: number): ClockOffset | undefined {
  const waitSeconds = (answeredAt - askedAt) / 1000
  if (!(waitSeconds >= 0 && waitSeconds <= LONGEST_WAIT_SECONDS) || !Number.isFinite(epochSeconds)) return undefined
  const middle = (askedAt + answeredAt) / 2000
  return { offsetSeconds: epochSeconds - middle, uncertaintySeconds: waitSeconds / 2 }
}
