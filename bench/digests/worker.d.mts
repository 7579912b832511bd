import type { Store } from '../../src/model/store.ts'
import type { After } from '../../src/slack/upkeep.ts'

export interface Worker {
  readonly store: Store
  /** Settles when no digest is being made. */
  readonly decided: () => Promise<void>
  readonly stop: () => Promise<void>
}

export function startWorker(parts: {
  /** Where `compileProduction` or `sabotage` put the program. */
  readonly program: string
  readonly database: string
  /** Without it nothing is sent: what is committed waits on disk. */
  readonly slack?: { readonly apiUrl: string; readonly token: string }
  readonly now: () => number
  readonly after: After
  readonly timeoutMs?: number
}): Promise<Worker>
