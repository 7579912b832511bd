import type { Casebook } from '../casebook.ts'
import type { Speaker } from '../investigation/feedback.ts'
import { tally } from '../investigation/tally.ts'
import type { FeedbackChange, Standing, Standings, TextStanding } from '../model/feedback.ts'
import type { Store } from '../model/store.ts'
import type { Log } from './log.ts'

/** What was said of the cases, held in memory: a paste costs no look at the disk for it. */
export interface FeedbackDesk extends Standings {
  readonly speaker: (person: string) => Speaker
  /** Counts again what was said of all cases; never rejects, since what was said is on disk already. */
  readonly refresh: () => Promise<void>
  /** The same for the cases that a change was about. */
  readonly heard: (change: FeedbackChange) => Promise<void>
}

export function openFeedbackDesk(
  casebook: Pick<Casebook, 'fingerprints'>,
  { store, log, now }: { readonly store: Pick<Store, 'feedback'>; readonly log: Log; readonly now: () => number },
): FeedbackDesk {
  let work: Promise<void> = Promise.resolve()
  const known = new Map<string, { readonly fingerprint: string | undefined; readonly standing: Standing }>()
  /** What is said of a case while another counting goes on is counted once. */
  const uncounted = new Set<string>()
  const fingerprintOf = (caseId: string): string | undefined => casebook.fingerprints.get(caseId)

  function count(caseId: string, texts: readonly TextStanding[]): void {
    const fingerprint = fingerprintOf(caseId)
    known.set(caseId, { fingerprint, standing: tally(texts, fingerprint) })
  }

  /** One after the other, so that what was read last is what stays. */
  function next(counting: () => Promise<void>): Promise<void> {
    work = work.then(counting).catch((error: unknown) => {
      log.warn({ error }, 'what was said of cases could not be counted again')
    })
    return work
  }

  return {
    /** Of another text of the case nothing is known until it was counted. */
    get(caseId) {
      const found = known.get(caseId)
      return found?.fingerprint === fingerprintOf(caseId) ? found?.standing : undefined
    },
    speaker: (person) => ({ person, at: now(), fingerprintOf }),
    refresh: () =>
      next(async () => {
        const texts = byCase(await store.feedback.standings())
        known.clear()
        for (const [caseId, about] of texts) count(caseId, about)
      }),
    heard({ said, withdrawn }) {
      for (const { caseId } of [...said, ...withdrawn]) uncounted.add(caseId)
      return next(async () => {
        for (const id of uncounted) {
          uncounted.delete(id)
          count(id, await store.feedback.standings(id))
        }
      })
    },
  }
}

function byCase(texts: readonly TextStanding[]): ReadonlyMap<string, readonly TextStanding[]> {
  const groups = new Map<string, TextStanding[]>()
  for (const text of texts) {
    const group = groups.get(text.caseId)
    if (group) group.push(text)
    else groups.set(text.caseId, [text])
  }
  return groups
}
