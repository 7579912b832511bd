import { KnownError } from '../../model/known-error.ts'
import type { Store } from '../../model/store.ts'
import type { Log } from '../log.ts'
import type { Incoming } from './incoming.ts'

const MOST_UNDONE = 100_000

/**
 * Deletes everything. That the app was removed stays on disk until then, so that a crash on the way does not leave
 * anything: the next start goes on with it.
 */
export async function purgeAfterRemoval({ store, log }: { readonly store: Store; readonly log: Log }): Promise<void> {
  await store.purge()
  log.warn(
    'Casebook was removed from the workspace: all that it kept of people is deleted, and nothing is kept any more',
  )
}

/** Throws a KnownError, with everything deleted, when the app was removed and ended before it had deleted all. */
export async function finishRemoval(parts: { readonly store: Store; readonly log: Log }): Promise<void> {
  const undone = await parts.store.undone(MOST_UNDONE)
  if (!undone.some(({ body }) => (body as Incoming | null)?.kind === 'removal')) return
  await purgeAfterRemoval(parts)
  throw new KnownError(
    'removed',
    'Casebook was removed from the workspace, and what it kept is deleted. Install the app again and start Casebook with the new token.',
  )
}
