import type Database from 'better-sqlite3'
import { KnownError } from '../../model/known-error.ts'
import type { Delivery } from '../../model/store.ts'
import { prepare } from './statement.ts'
import { toJson } from './text.ts'

interface Row {
  readonly key: string
  readonly about: string | null
  readonly lane: string | null
  readonly receivedAt: number
  readonly body: string
}

/** What Slack delivered: each once, until it is done. */
export function openDeliveries(db: Database.Database) {
  // Not INSERT OR IGNORE: that would also take a row that breaks another rule for a known one, and lose it.
  const insert = prepare(
    db,
    `INSERT INTO delivery (key, about, lane, received_at, body) VALUES (@key, @about, @lane, @receivedAt, @body) ON CONFLICT DO NOTHING`,
  )
  const selectUndone = prepare<Row>(
    db,
    `SELECT key, about, lane, received_at AS receivedAt, body FROM delivery WHERE done = 0
     ORDER BY number LIMIT @limit`,
  )
  const setDone = prepare(
    db,
    `UPDATE delivery SET done = 1, body = json_object('user', body ->> 'user') WHERE key = @key AND done = 0`,
  )

  return {
    add(delivery: Delivery): boolean {
      const { key, about = null, lane = null, receivedAt, body } = delivery
      return insert.run({ key, about, lane, receivedAt, body: toJson(body) }) === 1
    },
    undone: (limit: number): Delivery[] => selectUndone.all({ limit }).map(fromRow),
    /** What it said goes at once: most messages of a channel are no business of ours, and what is lies in an investigation by now. */
    finish(key: string): void {
      if (setDone.run({ key }) === 0)
        throw new KnownError('not-undone', `The delivery \`${key}\` is done already, or was never received.`)
    },
  }
}

function fromRow({ about, lane, body, ...row }: Row): Delivery {
  return { ...row, about: about ?? undefined, lane: lane ?? undefined, body: JSON.parse(body) as unknown }
}
