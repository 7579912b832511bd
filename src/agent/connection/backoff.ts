const FIRST_MS = 1000
const LONGEST_MS = 30_000

/**
 * How long to wait before the next try after so many that failed in a row: anywhere from nothing to twice as long as
 * before, so that thousands of agents come back spread out.
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function waitMs(failures: number, random: number): number {
  return random * Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 10))
}
