import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import type Database from 'better-sqlite3'
import { explain, isBusy } from './explain.ts'

/** SQLite waits for a lock on our only thread: longer than this would keep everything else from running. */
const BLOCKING_MS = 200
const FIRST_PAUSE_MS = 5
const LONGEST_PAUSE_MS = 100

interface Patience {
  /** At once, or within 200 ms of blocking; these 200 ms are for all calls of one turn of the event loop together. */
  readonly briefly: <T>(work: () => T) => T
  /** Tried again for up to the limit, without blocking. */
  readonly reading: <T>(work: () => T) => Promise<T>
  /** The same in one transaction, one after the other in the order of the calls. */
  readonly writing: Writing
}

interface Writing {
  <T>(work: () => T): Promise<T>
  /** Resolves when everything asked so far is over. */
  readonly idle: () => Promise<void>
}

/** Three ways to wait for a database that another process has locked; each ends with the KnownError `store-busy`. */
export function openPatience(db: Database.Database, limitMs: number): Patience {
  let last: Promise<unknown> = Promise.resolve()
  const inTransaction = db.transaction((work: () => unknown) => work()).immediate

  const writing = <T>(work: () => T): Promise<T> => {
    const deadline = performance.now() + limitMs
    const before = last
    const mine = (async () => {
      await before
      // Without this a long queue of writes would run as one turn of the event loop.
      await nextTurn()
      return tryUntil(deadline, () => inTransaction(work) as T)
    })()
    last = mine.catch(() => undefined)
    return mine
  }

  return {
    briefly: waitBriefly(db),
    reading: async (work) => tryUntil(performance.now() + limitMs, work),
    writing: Object.assign(writing, { idle: () => last.then(() => undefined) }),
  }
}

function waitBriefly(db: Database.Database): Patience['briefly'] {
  const wait = db.prepare(`PRAGMA busy_timeout = ${BLOCKING_MS}`)
  const dontWait = db.prepare('PRAGMA busy_timeout = 0')
  dontWait.get()
  let waitedThisTurn = false
  return (work) => {
    if (!waitedThisTurn) wait.get()
    try {
      return work()
    } catch (error) {
      if (isBusy(error) && !waitedThisTurn) {
        waitedThisTurn = true
        setImmediate(() => {
          waitedThisTurn = false
        })
      }
      throw explain(error)
    } finally {
      dontWait.get()
    }
  }
}

async function tryUntil<T>(deadline: number, work: () => T): Promise<T> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    try {
      return work()
    } catch (error) {
      if (!isBusy(error) || performance.now() + pauseMs > deadline) throw explain(error)
    }
    await sleep(pauseMs)
  }
}
