import type { Io } from './io.ts'

const QUIET_MS = 1000

/** Shows `what 3 of 13` on standard error once the work has taken longer than a second, and wipes it at the end. */
export function showProgress(io: Io, what: string): { step: (done: number, of: number) => void; end: () => void } {
  if (!io.watched) return { step: () => {}, end: () => {} }
  const start = performance.now()
  let shown = false
  return {
    step(done, of) {
      if (performance.now() - start < QUIET_MS) return
      shown = true
      io.warn(`\r${what} ${done} of ${of}`)
    },
    end() {
      if (shown) io.warn('\r\u001b[K')
    },
  }
}
