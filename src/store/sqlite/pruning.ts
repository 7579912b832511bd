import type Database from 'better-sqlite3'
import { prepare } from './statement.ts'

/** A row that may go; `bytes` is about what it frees. */
interface Old {
  readonly id: number
  readonly bytes: number
}

/** Deletes a little of what is old, and says whether there may be more. */
export type PruneStep = () => boolean

/** What is deleted at once: it is overwritten too, and everything else waits until that is on the disk. */
const MAX_STEP_BYTES = 64 << 10
const MAX_STEP_ROWS = 100

/** How old what is over may get, by the clock: everything from before goes. */
export interface Before {
  readonly pastes: number
  /** Slack repeats a delivery for a day where "Delayed Events" is on, so its key is kept longer than its text. */
  readonly keys: number
  readonly audit: number
}

/**
 * Everything that is old, in steps. Rows are found from the oldest on, by an index or in the order in which they were
 * made, so that no step looks at more than it may delete.
 */
export function openPruning(db: Database.Database): (before: Before) => readonly PruneStep[] {
  const ended = openEndedOutgoing(db)
  const steps = {
    deliveries: deleting(db, OLD_DELIVERIES, [DELETE('delivery', 'number')]),
    bodies: deleting(db, OLD_BODIES, [`UPDATE delivery SET body = 'null' WHERE number IN (${IDS})`]),
    investigations: deleting(db, OLD_INVESTIGATIONS, [
      `DELETE FROM question WHERE investigation IN (SELECT id FROM investigation WHERE rowid IN (${IDS}))`,
      DELETE('investigation', 'rowid'),
    ]),
    facts: deleting(db, OLD_FACTS, [`UPDATE feedback SET facts = NULL WHERE number IN (${IDS})`]),
    audit: deleting(db, OLD_AUDIT, [DELETE('audit', 'number')]),
  }
  return ({ pastes, keys, audit }) => [
    () => steps.deliveries(Math.min(keys, pastes)),
    () => steps.bodies(pastes),
    () => steps.investigations(pastes),
    () => steps.facts(pastes),
    () => ended(pastes),
    () => steps.audit(audit),
  ]
}

const IDS = 'SELECT value FROM json_each(@ids)'
const DELETE = (table: string, key: string): string => `DELETE FROM ${table} WHERE ${key} IN (${IDS})`

const OLD_DELIVERIES = `SELECT number AS id, octet_length(body) AS bytes FROM delivery
  WHERE done = 1 AND received_at < @before ORDER BY received_at LIMIT @limit`
const OLD_BODIES = `SELECT number AS id, octet_length(body) AS bytes FROM delivery
  WHERE done = 1 AND received_at < @before AND body <> 'null' ORDER BY received_at LIMIT @limit`
/** One of which a node is still asked waits for the answer. */
const OLD_INVESTIGATIONS = `SELECT id, bytes FROM (
    SELECT rowid AS id, opened_at, octet_length(body) + (
      SELECT coalesce(sum(octet_length(question.body)), 0) FROM question WHERE investigation = investigation.id
    ) AS bytes, EXISTS (SELECT 1 FROM question WHERE investigation = investigation.id AND asking = 1) AS asking
    FROM investigation ORDER BY rowid LIMIT @limit
  ) WHERE opened_at < @before AND NOT asking`
/** What was said of a case counts on without them. */
const OLD_FACTS = `SELECT number AS id, octet_length(facts) AS bytes FROM feedback
  WHERE facts IS NOT NULL AND at < @before ORDER BY at LIMIT @limit`
const OLD_AUDIT = `SELECT number AS id, 50 AS bytes FROM (SELECT number, at FROM audit ORDER BY number LIMIT @limit)
  WHERE at < @before`

function deleting(db: Database.Database, find: string, statements: readonly string[]): (before: number) => boolean {
  const select = prepare<Old>(db, find)
  const change = statements.map((sql) => prepare(db, sql))
  return (before) => {
    const some = upToStep(select.all({ before, limit: MAX_STEP_ROWS }))
    const ids = idsOf(some)
    if (some.length > 0) for (const statement of change) statement.run({ ids })
    return some.length > 0
  }
}

interface Ended extends Old {
  readonly isOver: 0 | 1
  /** Of a post that was sent, what it became is asked for later. */
  readonly isKept: 0 | 1
}

const ENDED = `SELECT place AS id, octet_length(payload) AS bytes,
    created_at < @before AND state IN ('sent', 'failed') AS isOver, kind = 'post' AND state = 'sent' AS isKept
  FROM outgoing WHERE place > @after ORDER BY place LIMIT @limit`
/** Of `null`, which stands for a text that is gone. */
const WIPED_BYTES = 4

/** Messages that left or failed. Those whose text only goes stay where they are: they are walked over once. */
function openEndedOutgoing(db: Database.Database): (before: number) => boolean {
  const select = prepare<Ended>(db, ENDED)
  const remove = prepare(db, DELETE('outgoing', 'place'))
  const wipe = prepare(db, `UPDATE outgoing SET payload = 'null' WHERE place IN (${IDS})`)
  let walked = 0
  let after = 0
  return (before) => {
    const rows = select.all({ before, after, limit: MAX_STEP_ROWS })
    const some = upToStep(rows.filter(({ isOver, isKept, bytes }) => isOver && !(isKept && bytes === WIPED_BYTES)))
    if (some.length > 0) {
      remove.run({ ids: idsOf(some.filter(({ isKept }) => !isKept)) })
      wipe.run({ ids: idsOf(some.filter(({ isKept }) => isKept)) })
      return true
    }
    if (walked === after) walked = endOfOver(rows) ?? walked
    const goesOn = rows.length === MAX_STEP_ROWS && rows.some(({ isOver }) => isOver)
    after = goesOn ? (rows.at(-1)?.id ?? 0) : walked
    return goesOn
  }
}

/** The last row before the first one that is not over. */
function endOfOver(rows: readonly Ended[]): number | undefined {
  const first = rows.findIndex(({ isOver }) => !isOver)
  return (first < 0 ? rows.at(-1) : rows[first - 1])?.id
}

function idsOf(rows: readonly Old[]): string {
  return JSON.stringify(rows.map(({ id }) => id))
}

/** At least one, and no more than a step may free. */
function upToStep<Row extends Old>(rows: readonly Row[]): readonly Row[] {
  let bytes = 0
  const end = rows.findIndex((row) => {
    bytes += row.bytes
    return bytes > MAX_STEP_BYTES
  })
  return end < 0 ? rows : rows.slice(0, Math.max(1, end))
}
