import type Database from 'better-sqlite3'
import type { Investigation } from '../../model/investigation.ts'
import { FORGOTTEN, type ForgottenTexts, type WritingsPage } from '../../model/people.ts'
import { prepare } from './statement.ts'
import { toJson } from './text.ts'

/** Changes a few rows, and says where the next ones begin; undefined when there are no more. */
export type ForgettingStep = (after: number) => number | undefined

const ROWS_WITH_PASTES = 20
const ROWS_AT_ONCE = 100

/** What somebody wrote and did. Rows are walked over a few at a time, because no index knows people. */
export function openForgetting(db: Database.Database) {
  const selectInvestigations = prepare<{ readonly place: number; readonly body: string }>(
    db,
    `SELECT rowid AS place, body FROM investigation WHERE rowid > @after ORDER BY rowid LIMIT ${ROWS_WITH_PASTES}`,
  )
  const selectWriter = prepare<{ readonly writer: string | null }>(
    db,
    `SELECT body ->> 'user' AS writer FROM delivery WHERE about = @about AND body ->> 'user' IS NOT NULL`,
  )
  const ofWhole = OF_WHOLE.map((sql) => prepare(db, sql))
  const ofTexts = OF_TEXTS.map((sql) => prepare(db, sql))
  const ofPerson = OF_PERSON.map((sql) => prepare(db, sql))
  const walks = WALKS.map((walk) => openWalk(db, walk))

  function messagesOf(person: string, { pastes, place, author }: Investigation): readonly string[] {
    const { team, channel } = place
    const writerOf = (message: string): string =>
      selectWriter.get({ about: `${team}:${channel}:${message}` })?.writer ?? author
    return pastes.map(({ message }) => message).filter((message) => writerOf(message) === person)
  }

  return {
    writings(person: string, after: number): WritingsPage {
      const rows = selectInvestigations.all({ after })
      const found = rows
        .map(({ body }) => JSON.parse(body) as Investigation)
        .map((investigation) => ({ investigation, messages: messagesOf(person, investigation) }))
        .filter(({ messages }) => messages.length > 0)
      return { found, next: rows.length < ROWS_WITH_PASTES ? undefined : rows.at(-1)?.place }
    },
    remove({ investigation, isWhole, subject, instead }: ForgottenTexts): void {
      const values = { investigation, subject, instead: toJson(instead) }
      for (const statement of isWhole ? [...ofWhole, ...ofTexts] : ofTexts) statement.run(values)
    },
    /** Each is to be run until it says that there is no more. */
    steps(person: string): readonly ForgettingStep[] {
      const names = namesOf(person)
      const rest: ForgettingStep = () => {
        for (const statement of ofPerson) statement.run(names)
        return undefined
      }
      return [
        ...walks.map(
          (walk): ForgettingStep =>
            (after) =>
              walk(names, after),
        ),
        rest,
      ]
    },
  }
}

const IS_OVER = `state IN ('sent', 'failed')`

const OF_WHOLE = [
  `DELETE FROM question WHERE investigation = @investigation`,
  `DELETE FROM investigation WHERE id = @investigation`,
  `UPDATE outgoing SET state = 'failed', reason = 'deleted on request' WHERE subject = @subject AND state = 'pending'`,
]

/** Of a post that was sent, what it became is asked for later. Of one whose fate is unknown, how it can be looked up. */
const OF_TEXTS = [
  `UPDATE feedback SET facts = NULL WHERE investigation = @investigation`,
  `UPDATE recurrence SET likeness = '' WHERE investigation = @investigation`,
  `DELETE FROM outgoing WHERE subject = @subject AND ${IS_OVER} AND NOT (kind = 'post' AND state = 'sent')`,
  `UPDATE outgoing SET payload = iif(${IS_OVER}, 'null', @instead) WHERE subject = @subject`,
]

/** An id as it stands in JSON, and in JSON that stands in JSON. */
function namesOf(person: string) {
  return {
    person,
    name: `"${person}"`,
    noName: `"${FORGOTTEN}"`,
    inner: `"${person}\\"`,
    noInner: `"${FORGOTTEN}\\"`,
    mention: `<@${person}>`,
    nobody: FORGOTTEN,
  }
}

const NAMED = (column: string): string => `(instr(${column}, @name) OR instr(${column}, @inner))`
const UNNAMED = (column: string): string => `replace(replace(${column}, @name, @noName), @inner, @noInner)`

/** Small tables. */
const OF_PERSON = [
  `UPDATE draft_revision SET body = ${UNNAMED('body')} WHERE ${NAMED('body')}`,
  `UPDATE channel_setting SET body = ${UNNAMED('body')} WHERE ${NAMED('body')}`,
  `UPDATE digest_subscription SET body = ${UNNAMED('body')} WHERE ${NAMED('body')}`,
]

interface Walk {
  readonly table: string
  readonly key: string
  /** Each ends in a condition. */
  readonly changes: readonly string[]
}

/** What others change by its revision or version gets a new one: a change that is under way must not bring the name back. */
const WALKS: readonly Walk[] = [
  {
    table: 'delivery',
    key: 'number',
    changes: [`UPDATE delivery SET done = 1, body = 'null' WHERE body ->> 'user' = @person`],
  },
  {
    table: 'outgoing',
    key: 'place',
    changes: [
      `UPDATE outgoing SET state = 'failed', reason = 'deleted on request'
       WHERE state = 'pending' AND kind = 'ephemeral' AND payload ->> 'user' = @person`,
      `DELETE FROM outgoing WHERE ${IS_OVER} AND NOT (kind = 'post' AND state = 'sent')
       AND (${NAMED('payload')} OR instr(payload, @mention))`,
      `UPDATE outgoing SET payload = 'null' WHERE ${IS_OVER} AND (${NAMED('payload')} OR instr(payload, @mention))`,
    ],
  },
  {
    table: 'investigation',
    key: 'rowid',
    changes: [
      `UPDATE investigation SET revision = revision + 1,
       body = json_set(${UNNAMED('body')}, '$.revision', revision + 1) WHERE ${NAMED('body')}`,
    ],
  },
  {
    table: 'question',
    key: 'number',
    changes: [`UPDATE question SET body = ${UNNAMED('body')} WHERE ${NAMED('body')}`],
  },
  {
    table: 'draft',
    key: 'rowid',
    changes: [
      `UPDATE draft SET version = version + 1, body = json_set(${UNNAMED('body')}, '$.version', version + 1)
       WHERE ${NAMED('body')}`,
    ],
  },
  { table: 'audit', key: 'number', changes: [`UPDATE audit SET actor = @nobody WHERE actor = @person`] },
]

function openWalk(db: Database.Database, { table, key, changes }: Walk) {
  const selectLast = prepare<{ readonly last: number | null }>(
    db,
    `SELECT max(place) AS last FROM (
       SELECT ${key} AS place FROM ${table} WHERE ${key} > @after ORDER BY ${key} LIMIT ${ROWS_AT_ONCE}
     )`,
  )
  const statements = changes.map((sql) => prepare(db, `${sql} AND ${key} > @after AND ${key} <= @last`))
  return (names: ReturnType<typeof namesOf>, after: number): number | undefined => {
    const last = selectLast.get({ after })?.last ?? undefined
    if (last !== undefined) for (const statement of statements) statement.run({ ...names, after, last })
    return last
  }
}
