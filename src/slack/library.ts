import type { LiveCasebook } from '../live-casebook.ts'
import type { Store } from '../model/store.ts'
import type { Log } from './log.ts'

/** The library as people change it from Slack. */
export interface Library extends Pick<LiveCasebook, 'writing' | 'fileFingerprint'> {
  /** Has what is published now answer from this moment on. */
  readonly refresh: () => Promise<void>
}

/** The library of the files and of the cases that the store has as published. */
export function openLibrary(
  casebook: LiveCasebook,
  { store: { drafts, digests }, log, now }: { readonly store: Store; readonly log: Log; readonly now: () => number },
): Library {
  return {
    writing: casebook.writing,
    fileFingerprint: casebook.fileFingerprint,
    async refresh() {
      casebook.publish((await drafts.all()).flatMap(({ live }) => live ?? []))
      const unread = casebook.problems.filter(({ file }) => file.startsWith('published/'))
      if (unread.length > 0) log.warn({ problems: unread }, 'cases that were published cannot be read any more')
      const marks = [...casebook.fingerprints].map(([id, fingerprint]) => ({ id, fingerprint }))
      await digests.markCases(marks, now())
    },
  }
}
