import type Database from 'better-sqlite3'
import type { Feedback, FeedbackChange, TextStanding, Vote } from '../../model/feedback.ts'
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
  const countAll = prepare<Counted>(db, counting(''))
  const countOf = prepare<Counted>(db, counting('AND case_id = @caseId'))
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
    standings: (caseId?: string): TextStanding[] =>
      (caseId === undefined ? countAll.all({}) : countOf.all({ caseId })).map(fromCounted),
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

interface Counted extends Omit<TextStanding, 'votes'> {
  readonly rightVotes: number
  readonly wrongVotes: number
}

function fromCounted({ rightVotes, wrongVotes, ...rest }: Counted): TextStanding {
  return { ...rest, votes: { right: rightVotes, wrong: wrongVotes } }
}

const MAX_WEEKS = 3
const DAY_MS = 86_400_000
const WEEK_MS = 7 * DAY_MS
/** Of Mondays in UTC; the first of January 1970 was a Thursday. */
const SINCE_MONDAY = `(at + ${3 * DAY_MS})`
/** Tells which row of a week came last, also of those of one millisecond. */
const ORDER_IN_WEEK = `((${SINCE_MONDAY} % ${WEEK_MS}) << 33) + number`

/**
 * A question to a pool says something of 200 nodes: so much is counted where it is, and not handed out. Beside a
 * `max`, other columns are of its row: https://sqlite.org/lang_select.html#bareagg. Windows over all rows take longer.
 */
function counting(which: string): string {
  const standing = `feedback WHERE withdrawn_at IS NULL ${which}`
  return `
    WITH weekly AS (
      SELECT case_id, fingerprint, person, ${SINCE_MONDAY} / ${WEEK_MS} AS week, opinion, max(${ORDER_IN_WEEK})
      FROM ${standing} GROUP BY case_id, fingerprint, person, week
    ), ranked AS (
      SELECT case_id, fingerprint, opinion IN ('solved', 'confirmed') AS is_right,
        row_number() OVER (PARTITION BY case_id, fingerprint, person ORDER BY week DESC) AS nth
      FROM weekly
    ), judged AS (
      SELECT case_id, fingerprint, sum(is_right) AS right_votes, sum(NOT is_right) AS wrong_votes
      FROM ranked WHERE nth <= ${MAX_WEEKS} GROUP BY case_id, fingerprint
    ), counted AS (
      SELECT case_id, fingerprint, count(*) AS said,
        count(DISTINCT investigation) FILTER (WHERE opinion = 'solved') AS solved,
        count(DISTINCT investigation) FILTER (WHERE opinion = 'not-this') AS not_this,
        count(DISTINCT node) FILTER (WHERE opinion = 'confirmed') AS confirmed,
        count(DISTINCT node) FILTER (WHERE opinion = 'ruled-out') AS ruled_out
      FROM ${standing} GROUP BY case_id, fingerprint
    )
    SELECT case_id AS caseId, fingerprint, said, solved, not_this AS notThis, confirmed, ruled_out AS ruledOut,
      right_votes AS rightVotes, wrong_votes AS wrongVotes
    FROM counted JOIN judged USING (case_id, fingerprint)`
}
