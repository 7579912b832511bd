import { setTimeout as sleep } from 'node:timers/promises'

const AGAIN_MS = 100

/**
 * Tries again while the queue of a socket is full, which a busy server empties and one that hangs does not. Each try
 * gets the time that is left; throws the error of the last one.
 */
export async function whileQueueIsFull<Answer>(
  totalMs: number,
  attempt: (leftMs: number) => Promise<Answer>,
): Promise<Answer> {
  const end = performance.now() + totalMs
  for (let left = totalMs; ; left = Math.round(end - performance.now())) {
    try {
      return await attempt(left)
    } catch (error) {
      if (!isFull(error) || end - performance.now() < 2 * AGAIN_MS) throw error
      await sleep(AGAIN_MS)
    }
  }
}

/** https://man7.org/linux/man-pages/man7/unix.7.html: connecting without waiting fails so. */
function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EAGAIN'
}
