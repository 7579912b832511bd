import type Database from 'better-sqlite3'
import { KnownError } from '../../model/known-error.ts'
import type { NewOutgoing, Outcome, Outgoing, OutgoingState, SentMessage } from '../../model/store.ts'
import { type OutgoingRow, prepareOutbox } from './outbox-sql.ts'
import { toJson } from './text.ts'

/** Which state may follow which. `sent` and `failed` are final. */
const FROM: Record<OutgoingState, readonly OutgoingState[]> = {
  sending: ['pending', 'unknown'],
  sent: ['sending', 'unknown'],
  pending: ['pending', 'sending', 'unknown'],
  unknown: ['sending', 'unknown'],
  failed: ['pending', 'sending', 'unknown'],
}

/** Messages on their way out: in order within a channel, one at a time. */
export function openOutbox(db: Database.Database) {
  const sql = prepareOutbox(db)

  function takeOver({ kind, subject, channel }: NewOutgoing) {
    const replaced = kind === 'update' ? sql.selectReplaceable.get({ subject, channel }) : undefined
    if (replaced) sql.remove.run({ id: replaced.id })
    return { place: replaced?.place ?? null, notBefore: replaced?.notBefore ?? 0 }
  }

  function apply(id: string, outcome: Outcome): boolean {
    switch (outcome.state) {
      case 'sending':
        return sql.start.run({ id }) === 1
      case 'sent':
        return sql.finish.run({ id, channel: outcome.sent?.channel ?? null, ts: outcome.sent?.ts ?? null }) === 1
      case 'failed':
        return sql.fail.run({ id, reason: outcome.reason }) === 1
      case 'unknown':
        return sql.postpone.run({ id, ...outcome, rung: null }) === 1
      case 'pending':
        return sql.postpone.run({ id, rung: null, ...outcome }) === 1
    }
  }

  return {
    add(message: NewOutgoing): void {
      const { id, channel, subject, kind, createdAt } = message
      const payload = toJson(message.payload)
      if (sql.insert.run({ id, channel, subject, kind, createdAt, payload, ...takeOver(message) }) === 0) {
        throw new KnownError('known-outgoing', `A message with the id \`${id}\` is on its way out already.`)
      }
      sql.failOrphans.run({ subject })
    },
    find(id: string): Outgoing | undefined {
      const row = sql.select.get({ id })
      return row && fromRow(row)
    },
    due: (now: number): Outgoing[] => sql.selectDue.all({ now }).map(fromRow),
    nextDue: (): number | undefined => sql.selectNext.get({})?.notBefore ?? undefined,
    sentAs: (subject: string): SentMessage | undefined => sql.selectSent.get({ subject }),
    postState: (subject: string): OutgoingState | undefined => sql.selectPostState.get({ subject })?.state,
    settle(id: string, outcome: Outcome): void {
      const row = sql.select.get({ id })
      if (row === undefined || !FROM[outcome.state].includes(row.state) || !apply(id, outcome)) {
        throw outOfTurn(id, row?.state, outcome.state)
      }
      if (outcome.state === 'failed') sql.failOrphans.run({ subject: row.subject })
    },
    /** To be called when nothing is being sent: at the start. */
    forgetSending(): void {
      sql.doubtSending.run({})
    },
  }
}

function outOfTurn(id: string, from: OutgoingState | undefined, to: OutgoingState): KnownError {
  const reason = from === undefined ? 'it is not known' : `it is ${from}, or it is not its turn`
  return new KnownError('out-of-turn', `The message \`${id}\` cannot become ${to}: ${reason}.`)
}

function fromRow({ payload, ...row }: OutgoingRow): Outgoing {
  return { ...row, payload: JSON.parse(payload) as unknown }
}
