import type Database from 'better-sqlite3'
import type { Investigation } from '../../model/investigation.ts'
import { KnownError } from '../../model/known-error.ts'
import type { Alike, Recurrence } from '../../model/recurrence.ts'
import { prepare } from './statement.ts'

interface Row {
  readonly times: number
  readonly lastAt: number
  readonly message: string
  readonly thread: string
}

/** Errors that a thread was answered, and how often they came again: one row beside each investigation, however often. */
export function openRecurrences(db: Database.Database) {
  const follow = prepare(
    db,
    `INSERT INTO recurrence (investigation, channel, likeness, opened_at) VALUES (@id, @channel, @likeness, @openedAt)
     ON CONFLICT DO NOTHING`,
  )
  const leave = prepare(db, `DELETE FROM recurrence WHERE investigation = @id`)
  // Two searches, each by its index: of an OR the planner may make a walk through the channel.
  const selectAlike = prepare<{ readonly id: string }>(
    db,
    `SELECT id FROM (
       SELECT id, opened_at FROM investigation
         WHERE channel = @channel AND answered_with = @caseId AND opened_at >= @since
       UNION ALL SELECT id, r.opened_at FROM recurrence AS r JOIN investigation ON id = r.investigation
         WHERE r.channel = @channel AND likeness = @likeness AND r.opened_at >= @since AND answered_with IS NULL
     ) ORDER BY opened_at, id LIMIT 1`,
  )
  // Threads are worked off side by side: what is counted last need not be what was said last.
  const count = prepare(
    db,
    `UPDATE recurrence SET times = times + 1, last_at = max(last_at, @at),
       newest_message = iif(@at >= last_at, @message, newest_message),
       newest_thread = iif(@at >= last_at, @thread, newest_thread)
     WHERE investigation = @investigation`,
  )
  const tell = prepare(db, `UPDATE recurrence SET told = @times WHERE investigation = @investigation`)
  const selectUntold = prepare<{ readonly investigation: string }>(
    db,
    `SELECT investigation FROM recurrence WHERE told <> times ORDER BY last_at LIMIT @limit`,
  )
  const selectAbout = prepare<Row>(
    db,
    `SELECT times, last_at AS lastAt, newest_message AS message, newest_thread AS thread FROM recurrence
     WHERE investigation = @investigation AND times > 0`,
  )
  const removeAll = prepare(db, `DELETE FROM recurrence`)

  /** Of those opened since a time: when the answer was given is not kept. */
  const answeredAlike = ({ channel, likeness, caseId, since }: Alike): string | undefined =>
    selectAlike.get({ channel, likeness: likeness ?? null, caseId: caseId ?? null, since })?.id

  return {
    answeredAlike,
    refuseWhenAnswered(alike: Alike): void {
      const id = answeredAlike(alike)
      if (id !== undefined)
        throw new KnownError('answered-meanwhile', `The investigation \`${id}\` answers such an error already.`)
    },
    /** What only its author sees is nobody else's answer. */
    follow({ id, place: { channel }, likeness = '', openedAt, audience }: Investigation): void {
      if (audience === 'thread') follow.run({ id, channel, likeness, openedAt })
      else leave.run({ id })
    },
    /** Of an investigation that is gone meanwhile nothing is counted. */
    count(recurrence: Recurrence): void {
      count.run({ ...recurrence })
    },
    tell(told: { readonly investigation: string; readonly times: number }): void {
      tell.run({ ...told })
    },
    untold: (limit: number): string[] => selectUntold.all({ limit }).map(({ investigation }) => investigation),
    /** The investigation with how often its error came again. */
    with<Found extends Investigation | undefined>(investigation: Found): Found {
      const row = investigation && selectAbout.get({ investigation: investigation.id })
      if (!investigation || !row) return investigation
      const { times, lastAt, message, thread } = row
      return { ...investigation, recurred: { times, lastAt, newest: { message, thread } } }
    },
    purge(): void {
      removeAll.run({})
    },
  }
}
