import { existsSync } from 'node:fs'
import Database from 'better-sqlite3'
import type { Digests } from '../../model/digest.ts'
import type { Drafts } from '../../model/draft.ts'
import { KnownError } from '../../model/known-error.ts'
import { openDigests } from './digests.ts'
import { openDrafts } from './drafts.ts'
import { explain } from './explain.ts'
import { openInvestigations } from './investigations.ts'
import { openQuestions } from './questions.ts'

export interface SqliteReader {
  readonly digests: Pick<Digests, 'subscriptions' | 'investigations' | 'changedCases'>
  readonly drafts: Pick<Drafts, 'all'>
  readonly close: () => void
}

/** Opens the file for looking only, also while the app works on it. Throws a KnownError when there is nothing to look at. */
export function openSqliteReader(file: string): SqliteReader {
  if (!existsSync(file))
    throw new KnownError('no-store', `there is no database \`${file}\`; the app makes it when it starts`)
  try {
    const db = new Database(file, { readonly: true })
    const [digests, investigations, questions] = [openDigests(db), openInvestigations(db), openQuestions(db)]
    return {
      digests: {
        subscriptions: async () => digests.subscriptions(),
        investigations: async (channel, from, to) =>
          investigations.openedIn(channel, from, to).map((it) => questions.with(it)),
        changedCases: async (from, to) => digests.changedCases(from, to),
      },
      // Prepared when it is needed: a file of an older Casebook has no drafts.
      drafts: { all: async () => openDrafts(db).all() },
      close: () => db.close(),
    }
  } catch (error) {
    throw explain(error)
  }
}
