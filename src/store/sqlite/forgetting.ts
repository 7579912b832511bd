import type Database from 'better-sqlite3'
import type { Investigation } from '../../model/investigation.ts'
import { KnownError } from '../../model/known-error.ts'
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
  const selectRevision = prepare<{ readonly revision: number }>(
    db,
    `SELECT revision FROM investigation WHERE id = @investigation`,
  )
  const selectLast = prepare<{ readonly last: number | null }>(db, `SELECT max(number) AS last FROM delivery`)
  const selectCalled = prepare<{ readonly name: string }>(
    db,
    `SELECT DISTINCT person_name AS name FROM mute WHERE person = @person AND length(person_name) >= ${SHORTEST_NAME}`,
  )
  const ofUndone = OF_UNDONE.map((sql) => prepare(db, sql))
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

  function refuseStale({ investigation, revision }: ForgottenTexts): void {
    const kept = selectRevision.get({ investigation })
    if (kept === undefined || kept.revision === revision) return
    throw new KnownError('stale-revision', `The investigation \`${investigation}\` changed meanwhile. Read it again.`)
  }

  /** What messages call somebody, as it stands in JSON. */
  function calledIn(person: string): string {
    return toJson(selectCalled.all({ person }).map(({ name }) => toJson(name).slice(1, -1)))
  }

  return {
    withhold(person: string): number {
      refuseNobody(person)
      for (const statement of ofUndone) statement.run({ person })
      return selectLast.get({})?.last ?? 0
    },
    writings(person: string, after: number): WritingsPage {
      const rows = selectInvestigations.all({ after })
      const found = rows
        .map(({ body }) => JSON.parse(body) as Investigation)
        .map((investigation) => ({ investigation, messages: messagesOf(person, investigation) }))
        .filter(({ messages }) => messages.length > 0)
      return { found, next: rows.length < ROWS_WITH_PASTES ? undefined : rows.at(-1)?.place }
    },
    remove(forgotten: ForgottenTexts): void {
      refuseStale(forgotten)
      const { investigation, isWhole, subject, instead } = forgotten
      const values = { investigation, subject, instead: toJson(instead) }
      for (const statement of isWhole ? [...ofWhole, ...ofTexts] : ofTexts) statement.run(values)
    },
    /** Each is to be run until it says that there is no more. */
    steps(person: string, lastDelivery: number): readonly ForgettingStep[] {
      refuseNobody(person)
      const names: Names = { ...namesOf(person), called: calledIn(person), lastDelivery }
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

/** What is no id could be a key of the JSON in which it is replaced. */
function refuseNobody(person: string): void {
  if (!/^[UW][A-Z0-9]{2,20}$/.test(person)) throw new KnownError('no-person', 'This is no id of a person in Slack.')
}

/** A single character stands in every message. */
const SHORTEST_NAME = 2

/** Who wrote a delivery is asked for until what rests on it is gone. */
const OF_UNDONE = [
  `UPDATE delivery SET done = 1, body = json_object('user', body ->> 'user') WHERE done = 0 AND body ->> 'user' = @person`,
  `UPDATE outgoing SET state = 'failed', reason = 'deleted on request'
   WHERE state NOT IN ('sent', 'failed') AND state = 'pending' AND kind = 'ephemeral' AND payload ->> 'user' = @person`,
]

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

type Names = ReturnType<typeof namesOf> & { readonly called: string; readonly lastDelivery: number }

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

const NAMED_OR_CALLED = `(${NAMED('payload')} OR instr(payload, @mention)
  OR EXISTS (SELECT 1 FROM json_each(@called) AS name WHERE instr(payload, name.value)))`

/** Opened after they asked, or while they did: without the author's name it would not be found when they ask again. */
const RESTS_ON_AUTHOR = `(body ->> 'author' = @person AND EXISTS (
  SELECT 1 FROM json_each(investigation.body, '$.pastes') AS paste LEFT JOIN delivery
  ON delivery.about = concat_ws(':', investigation.body ->> '$.place.team', investigation.channel, paste.value ->> 'message')
  WHERE coalesce(delivery.body ->> 'user', @person) = @person
))`

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

/** What others change by its revision gets a new one: a change that is under way must not bring the name back. */
const WALKS: readonly Walk[] = [
  {
    table: 'delivery',
    key: 'number',
    changes: [`UPDATE delivery SET body = 'null' WHERE body ->> 'user' = @person AND number <= @lastDelivery`],
  },
  {
    table: 'outgoing',
    key: 'place',
    changes: [
      `DELETE FROM outgoing WHERE ${IS_OVER} AND NOT (kind = 'post' AND state = 'sent')
       AND ${NAMED_OR_CALLED}`,
      `UPDATE outgoing SET payload = 'null' WHERE ${IS_OVER} AND ${NAMED_OR_CALLED}`,
    ],
  },
  {
    table: 'investigation',
    key: 'rowid',
    changes: [
      `UPDATE investigation SET revision = revision + 1,
       body = json_set(${UNNAMED('body')}, '$.revision', revision + 1)
       WHERE ${NAMED('body')} AND NOT ${RESTS_ON_AUTHOR}`,
    ],
  },
  {
    table: 'question',
    key: 'number',
    changes: [
      `UPDATE investigation SET revision = investigation.revision + 1,
       body = json_set(investigation.body, '$.revision', investigation.revision + 1) FROM question
       WHERE question.investigation = investigation.id AND asking = 1 AND ${NAMED('question.body')}`,
      `UPDATE question SET body = ${UNNAMED('body')} WHERE ${NAMED('body')}`,
    ],
  },
  // Buttons in Slack hold the version: the store refuses by other means what would bring a name back.
  { table: 'draft', key: 'rowid', changes: [`UPDATE draft SET body = ${UNNAMED('body')} WHERE ${NAMED('body')}`] },
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
  return (names: Names, after: number): number | undefined => {
    const last = selectLast.get({ after })?.last ?? undefined
    if (last !== undefined) for (const statement of statements) statement.run({ ...names, after, last })
    return last
  }
}
