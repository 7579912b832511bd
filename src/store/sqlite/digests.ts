import type Database from 'better-sqlite3'
import type { CaseMark, Digest, DigestSubscription } from '../../model/digest.ts'
import { KnownError } from '../../model/known-error.ts'
import { prepare } from './statement.ts'
import { toJson } from './text.ts'

interface Body {
  readonly body: string
}

/** Who gets a digest, what became of each, and what the library looked like when the app last looked. */
export function openDigests(db: Database.Database) {
  const subscribe = prepare(
    db,
    `INSERT INTO digest_subscription (channel, body) VALUES (@channel, @body)
     ON CONFLICT (channel) DO UPDATE SET body = excluded.body`,
  )
  const unsubscribe = prepare(db, `DELETE FROM digest_subscription WHERE channel = @channel`)
  const selectAll = prepare<Body>(db, `SELECT body FROM digest_subscription ORDER BY channel`)
  const insert = prepare(
    db,
    `INSERT INTO digest (channel, week, due_at, decided_at, outcome)
     VALUES (@channel, @week, @dueAt, @decidedAt, @outcome) ON CONFLICT DO NOTHING`,
  )
  const select = prepare<Digest>(
    db,
    `SELECT channel, week, due_at AS dueAt, decided_at AS decidedAt, outcome FROM digest
     WHERE channel = @channel AND week = @week`,
  )
  const mark = prepare(
    db,
    `INSERT INTO library_case (id, fingerprint, added_at, changed_at) VALUES (@id, @fingerprint, @now, @now)
     ON CONFLICT (id) DO UPDATE SET changed_at = excluded.changed_at, fingerprint = excluded.fingerprint
     WHERE fingerprint <> excluded.fingerprint`,
  )
  const count = prepare<{ readonly count: number }>(db, `SELECT count(*) AS count FROM library_case`)
  const selectMarked = prepare<{ readonly id: string; readonly addedAt: number; readonly changedAt: number }>(
    db,
    `SELECT id, added_at AS addedAt, changed_at AS changedAt FROM library_case
     WHERE changed_at >= @from AND changed_at < @to ORDER BY id`,
  )

  return {
    subscribe(subscription: DigestSubscription): void {
      subscribe.run({ channel: subscription.channel, body: toJson(subscription) })
    },
    unsubscribe(channel: string): void {
      unsubscribe.run({ channel })
    },
    subscriptions: (): DigestSubscription[] => selectAll.all({}).map(({ body }) => JSON.parse(body)),
    find: (channel: string, week: string): Digest | undefined => select.get({ channel, week }),
    decide(digest: Digest): void {
      if (insert.run({ ...digest }) === 0)
        throw new KnownError('digest-decided', `The digest of ${digest.week} for ${digest.channel} is decided already.`)
    },
    /** Of the first library that it sees nobody knows since when: it is not news. */
    markCases(cases: readonly CaseMark[], now: number): void {
      const since = count.get({})?.count === 0 ? 0 : now
      for (const { id, fingerprint } of cases) mark.run({ id, fingerprint, now: since })
    },
    changedCases: (from: number, to: number) => selectMarked.all({ from, to }),
  }
}
