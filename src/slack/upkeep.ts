import type { Store } from '../model/store.ts'
import type { Log } from './log.ts'

export interface Upkeep {
  /** Settles when nothing is being deleted. */
  readonly idle: () => Promise<void>
  /** Ends what is under way after its next step. */
  readonly stop: () => Promise<void>
}

export interface UpkeepParts {
  readonly store: Pick<Store, 'prune'>
  readonly keepPastesDays: number
  readonly log: Log
  readonly now: () => number
  readonly after: After
}

/** Runs something once so many milliseconds have passed; the returned function calls it off. */
export type After = (millis: number, run: () => void) => () => void

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const KEEP_AUDIT_DAYS = 400

/** Has the store delete what was kept for its time, now and every hour. */
export function startUpkeep({ store, keepPastesDays, log, now, after }: UpkeepParts): Upkeep {
  const keep = { pastesMs: keepPastesDays * DAY_MS, auditMs: KEEP_AUDIT_DAYS * DAY_MS }
  const halt = new AbortController()
  let work = Promise.resolve()
  let callOff = (): void => {}

  function prune(): void {
    work = store
      .prune(now(), keep, halt.signal)
      .catch((error: unknown) => log.warn({ error }, 'what is old is not deleted; trying again in an hour'))
    callOff = after(HOUR_MS, prune)
  }

  prune()
  return {
    idle: () => work,
    async stop() {
      callOff()
      halt.abort()
      await work
    },
  }
}
