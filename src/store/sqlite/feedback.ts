import type Database from 'better-sqlite3'
import type { Feedback, FeedbackChange, Vote } from '../../model/feedback.ts'
import { prepare } from './statement.ts'
import { toJson } from './text.ts'

const VOTE = `case_id AS caseId, fingerprint, opinion, investigation, node, person, at`

/** What people and nodes said of cases. Rows are added and taken back, and none is deleted while Casebook is in use. */
export function openFeedback(db: Database.Database) {
  const insert = prepare(
    db,
    `INSERT INTO feedback (investigation, case_id, fingerprint, opinion, node, person, channel, at, facts)
     SELECT @investigation, @caseId, @fingerprint, @opinion, @node, @person, @channel, @at, @facts
     WHERE @opinion <> 'ruled-out' OR NOT EXISTS (
       SELECT 1 FROM feedback WHERE case_id = @caseId AND investigation = @investigation AND node = @node
         AND opinion = 'confirmed' AND withdrawn_at IS NULL
     ) ON CONFLICT DO NOTHING`,
  )
  const withdraw = prepare(
    db,
    `UPDATE feedback SET withdrawn_by = @by, withdrawn_at = @at
     WHERE case_id = @caseId AND investigation = @investigation AND node = @node AND opinion = @opinion
       AND withdrawn_at IS NULL`,
  )
  const selectAll = prepare<Vote>(db, `SELECT ${VOTE} FROM feedback WHERE withdrawn_at IS NULL ORDER BY number`)
  const selectOf = prepare<Vote>(
    db,
    `SELECT ${VOTE} FROM feedback WHERE case_id = @caseId AND withdrawn_at IS NULL ORDER BY number`,
  )
  const nameless = prepare<{ readonly name: string }>(db, `SELECT 'forgotten-' || lower(hex(randomblob(12))) AS name`)
  const renamePerson = prepare(db, `UPDATE feedback SET person = @name WHERE person = @person`)
  const renameWithdrawer = prepare(db, `UPDATE feedback SET withdrawn_by = @name WHERE withdrawn_by = @person`)

  /** A node that is measured again after the fix rules out what it confirmed before: that was no mistake of the case. */
  function say(feedback: Feedback): void {
    const { caseId, investigation, node, person: by, at, opinion } = feedback
    if (opinion === 'confirmed') withdraw.run({ caseId, investigation, node, opinion: 'ruled-out', by, at })
    insert.run({ ...feedback, facts: toJson(feedback.facts) })
  }

  return {
    save({ withdrawn, said }: FeedbackChange): void {
      for (const it of withdrawn) withdraw.run({ ...it, node: '' })
      for (const it of said) say(it)
    },
    votes: (caseId?: string): Vote[] => (caseId === undefined ? selectAll.all({}) : selectOf.all({ caseId })),
    /**
     * Puts a name that stands for nobody in the place of a person's: what they said counts on, as of one person, and
     * nobody finds out whose it was, since the name is made of chance.
     */
    forgetPerson(person: string): void {
      const name = nameless.get({})?.name ?? ''
      renamePerson.run({ name, person })
      renameWithdrawer.run({ name, person })
    },
  }
}
