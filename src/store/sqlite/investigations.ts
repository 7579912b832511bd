import type Database from 'better-sqlite3'
import type { Investigation } from '../../model/investigation.ts'
import { KnownError } from '../../model/known-error.ts'
import { likelyCase } from '../../model/likely-case.ts'
import { openOpenOnes } from './open-ones.ts'
import { prepare } from './statement.ts'
import { toJson } from './text.ts'

interface Row {
  readonly body: string
}

/**
 * Investigations, each as JSON beside what it is looked up by.
 *
 * A change carries the revision that it makes, 1 for a new investigation: it is kept when the one before is in the store.
 */
export function openInvestigations(db: Database.Database) {
  const insert = prepare(
    db,
    `INSERT INTO investigation (id, channel, thread, opened_at, answered_with, revision, body)
     VALUES (@id, @channel, @thread, @openedAt, @answeredWith, @revision, @body) ON CONFLICT DO NOTHING`,
  )
  const update = prepare(
    db,
    `UPDATE investigation SET channel = @channel, thread = @thread, opened_at = @openedAt,
       answered_with = @answeredWith, revision = @revision, body = @body
     WHERE id = @id AND revision = @revision - 1`,
  )
  const select = prepare<Row>(db, `SELECT body FROM investigation WHERE id = @id`)
  const selectIn = prepare<Row>(
    db,
    `SELECT body FROM investigation WHERE channel = @channel AND thread = @thread
     ORDER BY opened_at DESC, rowid DESC LIMIT 1`,
  )
  const selectOpened = prepare<Row>(
    db,
    `SELECT body FROM investigation WHERE channel = @channel AND opened_at >= @from AND opened_at < @to
     ORDER BY opened_at, rowid`,
  )
  const openOnes = openOpenOnes(db)

  return {
    save(investigation: Investigation): void {
      const { id, revision } = investigation
      const values = toValues(investigation)
      if ((revision === 1 ? insert : update).run(values) === 0) {
        throw new KnownError(
          'stale-revision',
          `The investigation \`${id}\` is not at revision ${revision - 1} any more. Read it again.`,
        )
      }
      openOnes.save(investigation)
    },
    find: (id: string) => fromRow(select.get({ id })),
    findIn: (channel: string, thread: string) => fromRow(selectIn.get({ channel, thread })),
    openedIn: (channel: string, from: number, to: number) => selectOpened.all({ channel, from, to }).map(bodyOf),
    /** To be called until it says that there is no more to learn, before `openOf`. */
    learnOpen: openOnes.learn,
    openOf(author: string, limit: number): readonly Investigation[] {
      const found: Investigation[] = []
      for (const id of openOnes.of(author)) {
        const investigation = fromRow(select.get({ id }))
        if (investigation && isOpenOf(investigation, author)) found.push(investigation)
        else openOnes.forget(author, id)
        if (found.length >= limit) break
      }
      return found
    },
  }
}

function isOpenOf({ author, state, audience }: Investigation, asked: string): boolean {
  return author === asked && state === 'open' && audience !== 'nobody'
}

function toValues(investigation: Investigation) {
  const { id, place, openedAt, revision, audience, shown } = investigation
  const answeredWith = audience === 'thread' ? (likelyCase(shown) ?? null) : null
  return {
    id,
    channel: place.channel,
    thread: place.thread,
    openedAt,
    revision,
    answeredWith,
    body: toJson({ ...investigation, questions: undefined, recurred: undefined }),
  }
}

/** What was undefined is absent, which reads the same. */
function fromRow(row: Row | undefined): Investigation | undefined {
  return row && bodyOf(row)
}

function bodyOf({ body }: Row): Investigation {
  return JSON.parse(body) as Investigation
}
