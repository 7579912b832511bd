import type Database from 'better-sqlite3'
import type { Outgoing, OutgoingState, SentMessage } from '../../model/store.ts'
import { prepare } from './statement.ts'

/** A message as it stands in the database. */
export type OutgoingRow = Omit<Outgoing, 'payload'> & { readonly payload: string }

const COLUMNS =
  'id, channel, subject, kind, payload, created_at AS createdAt, state, attempts, not_before AS notBefore, rung'
const OPEN = `state NOT IN ('sent', 'failed')`
/** The oldest message of the channel that is not over yet: nothing of the channel leaves before it. */
const FIRST = `place = (SELECT min(place) FROM outgoing AS queued WHERE queued.channel = outgoing.channel AND queued.${OPEN})`
const postInState = (state: string) =>
  `EXISTS (SELECT 1 FROM outgoing AS post WHERE post.subject = outgoing.subject AND post.kind = 'post'
   AND post.place < outgoing.place AND post.state ${state})`
const HAS_ITS_MESSAGE = `(kind <> 'update' OR ${postInState(`= 'sent'`)})`
const WAITS_FOR_TIME_ONLY = `place IN (SELECT min(place) FROM outgoing WHERE ${OPEN} GROUP BY channel)
  AND state IN ('pending', 'unknown') AND ${HAS_ITS_MESSAGE}`

/** What the outbox asks of the database. */
export function prepareOutbox(db: Database.Database) {
  return {
    insert: prepare(
      db,
      `INSERT INTO outgoing (place, id, channel, subject, kind, payload, created_at, not_before)
     VALUES (@place, @id, @channel, @subject, @kind, @payload, @createdAt, @notBefore) ON CONFLICT (id) DO NOTHING`,
    ),
    selectReplaceable: prepare<{ id: string; place: number; notBefore: number }>(
      db,
      `SELECT id, place, not_before AS notBefore FROM outgoing
     WHERE subject = @subject AND channel = @channel AND kind = 'update' AND state = 'pending'
       AND NOT EXISTS (SELECT 1 FROM outgoing AS post WHERE post.subject = outgoing.subject AND post.kind = 'post'
                       AND post.place > outgoing.place)
     ORDER BY place LIMIT 1`,
    ),
    remove: prepare(db, `DELETE FROM outgoing WHERE id = @id`),
    failOrphans: prepare(
      db,
      `UPDATE outgoing SET state = 'failed', reason = 'there is no message to update'
     WHERE subject = @subject AND kind = 'update' AND ${OPEN} AND NOT ${postInState(`<> 'failed'`)}`,
    ),
    select: prepare<OutgoingRow>(db, `SELECT ${COLUMNS} FROM outgoing WHERE id = @id`),
    selectDue: prepare<OutgoingRow>(
      db,
      `SELECT ${COLUMNS} FROM outgoing WHERE ${WAITS_FOR_TIME_ONLY} AND not_before <= @now ORDER BY place`,
    ),
    selectNext: prepare<{ notBefore: number | null }>(
      db,
      `SELECT min(not_before) AS notBefore FROM outgoing WHERE ${WAITS_FOR_TIME_ONLY}`,
    ),
    selectSent: prepare<SentMessage>(
      db,
      `SELECT sent_channel AS channel, sent_ts AS ts FROM outgoing
     WHERE subject = @subject AND kind = 'post' AND state = 'sent' AND sent_ts IS NOT NULL ORDER BY place DESC LIMIT 1`,
    ),
    selectPostState: prepare<{ state: OutgoingState }>(
      db,
      `SELECT state FROM outgoing WHERE subject = @subject AND kind = 'post' ORDER BY place DESC LIMIT 1`,
    ),
    start: prepare(
      db,
      `UPDATE outgoing SET state = 'sending', attempts = attempts + 1 WHERE id = @id AND ${FIRST} AND ${HAS_ITS_MESSAGE}`,
    ),
    finish: prepare(db, `UPDATE outgoing SET state = 'sent', sent_channel = @channel, sent_ts = @ts WHERE id = @id`),
    postpone: prepare(
      db,
      `UPDATE outgoing SET state = @state, not_before = @notBefore, rung = coalesce(@rung, rung) WHERE id = @id`,
    ),
    fail: prepare(db, `UPDATE outgoing SET state = 'failed', reason = @reason WHERE id = @id`),
    doubtSending: prepare(db, `UPDATE outgoing SET state = 'unknown' WHERE state = 'sending'`),
  }
}
