import type Database from 'better-sqlite3'
import type { Change, Store } from '../../model/store.ts'
import { openAudit } from './audit.ts'
import { backUp } from './backup.ts'
import { openChannelSettings } from './channel-settings.ts'
import { claim } from './claim.ts'
import { connect } from './connect.ts'
import { openDeliveries } from './deliveries.ts'
import { explain } from './explain.ts'
import { openInvestigations } from './investigations.ts'
import { migrate } from './migrate.ts'
import type { SqliteOptions } from './options.ts'
import { openOutbox } from './outbox.ts'
import { openPatience } from './patience.ts'
import { checkPlace } from './place.ts'

export interface SqliteStore extends Store {
  /**
   * Deletes what is finished and older than the age: deliveries that are done, messages that left or failed. A key is
   * kept 25 h whatever the age, and of a post what it became, because both are asked for later; their text goes.
   */
  readonly prune: (now: number, olderThanMs: number) => Promise<void>
  /** Writes a copy as of one moment while the store goes on working. The file appears only when it is whole. */
  readonly backup: (file: string) => Promise<void>
}

/** A long deletion is done in pieces, because everything waits for each of them. */
const ROWS_AT_A_TIME = 100

/** Opens or makes the file, brings its schema up to date, and turns what a crash left `sending` into `unknown`. Throws a KnownError that says why it cannot. */
export function openSqliteStore(file: string, options: SqliteOptions = {}): SqliteStore {
  checkPlace(file)
  const release = claim(file)
  try {
    const db = connect(file, options)
    try {
      migrate(db, file, options.migrations)
      return assemble(db, release, options.waitMs ?? 10_000)
    } catch (error) {
      db.close()
      throw error
    }
  } catch (error) {
    release()
    throw explain(error)
  }
}

function assemble(db: Database.Database, release: () => void, waitMs: number): SqliteStore {
  const deliveries = openDeliveries(db)
  const investigations = openInvestigations(db)
  const channelSettings = openChannelSettings(db)
  const outbox = openOutbox(db)
  const audit = openAudit(db)
  const { briefly, reading, writing } = openPatience(db, waitMs)

  const commit = (change: Change): void => {
    if (change.done !== undefined) deliveries.finish(change.done)
    if (change.investigation) investigations.save(change.investigation)
    if (change.channelSetting) channelSettings.save(change.channelSetting)
    for (const message of change.send ?? []) outbox.add(message)
    if (change.audit) audit.add(change.audit)
  }
  outbox.forgetSending()

  return {
    receive: (delivery) => briefly(() => deliveries.add(delivery)),
    undone: (limit) => reading(() => deliveries.undone(limit)),
    commit: (change) => writing(() => commit(change)),
    investigation: (id) => reading(() => investigations.find(id)),
    investigationIn: (channel, thread) => reading(() => investigations.findIn(channel, thread)),
    wasAnswered: (channel, caseId, since) => reading(() => investigations.wasAnswered(channel, caseId, since)),
    channelSetting: (channel) => reading(() => channelSettings.find(channel)),
    channelSettings: () => reading(() => channelSettings.all()),
    due: (now) => reading(() => outbox.due(now)),
    nextDue: () => reading(() => outbox.nextDue()),
    outgoing: (id) => reading(() => outbox.find(id)),
    settle: (id, outcome) => writing(() => outbox.settle(id, outcome)),
    sentAs: (subject) => reading(() => outbox.sentAs(subject)),
    audit: (entry) => writing(() => audit.add(entry)),
    check: () => reading(() => deliveries.undone(1)).then(() => undefined),
    async prune(now, olderThanMs) {
      for (const prune of [...deliveries.pruning(now, olderThanMs), ...outbox.pruning(now - olderThanMs)]) {
        while ((await writing(() => prune(ROWS_AT_A_TIME))) === ROWS_AT_A_TIME);
      }
      // What was deleted still stands in the write-ahead log until that is written back.
      await reading(() => db.pragma('wal_checkpoint(TRUNCATE)'))
    },
    backup: (to) => backUp(db, to),
    async close() {
      await writing.idle()
      db.close()
      release()
    },
  }
}
