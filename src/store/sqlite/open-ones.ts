import type Database from 'better-sqlite3'
import type { Investigation } from '../../model/investigation.ts'
import { prepare } from './statement.ts'

const MAX_LEARNED = 5000
const ROWS_AT_ONCE = 100
const MAX_OF_AUTHOR = 200

/**
 * Which investigations of an author may be open. No index knows authors: it is learned from the newest rows, a few at a
 * time, and from each save since. That one of them is open no more, or was never kept, is seen when it is read.
 */
export function openOpenOnes(db: Database.Database) {
  const selectNewest = prepare<{ place: number; id: string; openedAt: number; author: string | null }>(
    db,
    `SELECT rowid AS place, id, opened_at AS openedAt, CASE WHEN body ->> 'state' = 'open' THEN body ->> 'author' END AS author
     FROM investigation WHERE rowid < @before ORDER BY rowid DESC LIMIT ${ROWS_AT_ONCE}`,
  )
  const known = new Map<string, Map<string, number>>()
  let before = Number.MAX_SAFE_INTEGER
  let left = MAX_LEARNED

  function note(author: string, id: string, openedAt: number): void {
    const own = known.get(author) ?? new Map<string, number>()
    known.set(author, own.set(id, openedAt))
    if (own.size > MAX_OF_AUTHOR) for (const [oldest] of newestFirst(own).slice(MAX_OF_AUTHOR)) own.delete(oldest)
  }

  return {
    /** Reads some of the rows that are not read yet; says whether there may be more. */
    learn(): boolean {
      if (left <= 0) return false
      const rows = selectNewest.all({ before })
      for (const { id, author, openedAt } of rows) if (author !== null) note(author, id, openedAt)
      before = rows.at(-1)?.place ?? 0
      left = rows.length < ROWS_AT_ONCE ? 0 : left - rows.length
      return left > 0
    },
    save({ id, author, state, audience, openedAt }: Investigation): void {
      if (state === 'open' && audience !== 'nobody') note(author, id, openedAt)
    },
    /** Newest first. */
    of: (author: string): readonly string[] => newestFirst(known.get(author) ?? new Map()).map(([id]) => id),
    forget: (author: string, id: string): void => void known.get(author)?.delete(id),
  }
}

function newestFirst(own: ReadonlyMap<string, number>): [string, number][] {
  return [...own].sort(([, a], [, b]) => b - a)
}
