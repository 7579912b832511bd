import type Database from 'better-sqlite3'
import type { Draft, DraftChange, Revision } from '../../model/draft.ts'
import { KnownError } from '../../model/known-error.ts'
import { prepare } from './statement.ts'
import { toJson } from './text.ts'

interface Body {
  readonly body: string
}

/**
 * Cases that people write, and every text that they saved.
 *
 * A change carries the version that it makes, 1 for a new draft: it is kept when the one before is in the store.
 */
export function openDrafts(db: Database.Database) {
  const insert = prepare(
    db,
    `INSERT INTO draft (id, name, version, changed_at, body) VALUES (@id, @name, @version, @changedAt, @body)
     ON CONFLICT (id) DO NOTHING`,
  )
  const update = prepare(
    db,
    `UPDATE draft SET name = @name, version = @version, changed_at = @changedAt, body = @body
     WHERE id = @id AND version = @version - 1`,
  )
  const addRevision = prepare(db, `INSERT INTO draft_revision (draft, number, body) VALUES (@draft, @number, @body)`)
  const select = prepare<Body>(db, `SELECT body FROM draft WHERE id = @id`)
  const selectNamed = prepare<Body>(db, `SELECT body FROM draft WHERE name = @name AND name <> ''`)
  const selectAll = prepare<Body>(db, `SELECT body FROM draft ORDER BY changed_at DESC, rowid DESC`)
  const selectRevisions = prepare<Body>(db, `SELECT body FROM draft_revision WHERE draft = @draft ORDER BY number`)

  const named = (name: string): Draft | undefined => bodyOf<Draft>(selectNamed.get({ name }))

  return {
    save(change: DraftChange): void {
      const { draft, revision } = change
      const { id, version, changedAt, text } = draft
      const owner = named(text.name)
      if (owner && owner.id !== id) throw nameTaken(text.name)
      const values = { id, name: text.name, version, changedAt, body: toJson(draft) }
      const before = bodyOf<Draft>(select.get({ id }))
      if (before && bringsBack(before, change)) throw stale(id, version)
      if ((version === 1 ? insert : update).run(values) === 0) throw stale(id, version)
      if (revision) addRevision.run({ draft: id, number: revision.number, body: toJson(revision) })
    },
    find: (id: string) => bodyOf<Draft>(select.get({ id })),
    named,
    all: (): Draft[] => selectAll.all({}).map((row) => JSON.parse(row.body)),
    revisions: (draft: string): Revision[] => selectRevisions.all({ draft }).map((row) => JSON.parse(row.body)),
  }
}

/** Somebody is forgotten without a new version. Whoever read the draft before that must not bring the name back. */
function bringsBack(before: Draft, { draft, revision }: DraftChange): boolean {
  const known = [...before.writers, revision?.by]
  const isLiveAsBefore = draft.live !== undefined && draft.live.at === before.live?.at
  return (
    draft.writers.some((writer) => !known.includes(writer)) || (isLiveAsBefore && draft.live?.by !== before.live?.by)
  )
}

function bodyOf<Kept>(row: Body | undefined): Kept | undefined {
  return row && (JSON.parse(row.body) as Kept)
}

function nameTaken(name: string): KnownError {
  return new KnownError(
    'draft-name-taken',
    `Somebody else's draft is of the case \`${name}\` already. Change that one.`,
  )
}

function stale(id: string, version: number): KnownError {
  return new KnownError(
    'stale-draft',
    `The draft \`${id}\` is not at version ${version - 1} any more: somebody changed it meanwhile. Open it again.`,
  )
}
