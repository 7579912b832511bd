import type Database from 'better-sqlite3'
import type { Change, Store } from '../../model/store.ts'
import { openAudit } from './audit.ts'
import { backUp } from './backup.ts'
import { openChannelSettings } from './channel-settings.ts'
import { claim } from './claim.ts'
import { connect } from './connect.ts'
import { openDeliveries } from './deliveries.ts'
import { openDigests } from './digests.ts'
import { openDrafts } from './drafts.ts'
import { explain } from './explain.ts'
import { openHosts } from './hosts.ts'
import { openInvestigations } from './investigations.ts'
import { migrate } from './migrate.ts'
import type { SqliteOptions } from './options.ts'
import { openOutbox } from './outbox.ts'
import { openPatience } from './patience.ts'
import { checkPlace } from './place.ts'
import { openPruning } from './pruning.ts'
import { openQuestions } from './questions.ts'

export interface SqliteStore extends Store {
  /** Writes a copy as of one moment while the store goes on working. The file appears only when it is whole. */
  readonly backup: (file: string) => Promise<void>
}

/** Slack repeats a delivery for up to a day where "Delayed Events" is on: https://docs.slack.dev/apis/events-api/ */
const KEEP_KEYS_MS = 25 * 3_600_000

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
  const questions = openQuestions(db)
  const channelSettings = openChannelSettings(db)
  const digests = openDigests(db)
  const drafts = openDrafts(db)
  const outbox = openOutbox(db)
  const audit = openAudit(db)
  const hosts = openHosts(db)
  const pruning = openPruning(db)
  const { briefly, reading, writing } = openPatience(db, waitMs)

  const commit = (change: Change): void => {
    given(change.done, deliveries.finish)
    given(change.investigation, investigations.save)
    given(change.question, questions.save)
    given(change.channelSetting, channelSettings.save)
    given(change.digest, digests.decide)
    given(change.subscribe, digests.subscribe)
    given(change.unsubscribe, digests.unsubscribe)
    given(change.draft, drafts.save)
    for (const message of change.send ?? []) outbox.add(message)
    given(change.audit, audit.add)
  }
  outbox.forgetSending()

  return {
    receive: (delivery) => briefly(() => deliveries.add(delivery)),
    undone: (limit) => reading(() => deliveries.undone(limit)),
    commit: (change) => writing(() => commit(change)),
    investigation: (id) => reading(() => questions.with(investigations.find(id))),
    investigationIn: (channel, thread) => reading(() => questions.with(investigations.findIn(channel, thread))),
    openInvestigationsOf: (author, limit) =>
      reading(() => investigations.openOf(author, limit).map((it) => questions.with(it))),
    wasAnswered: (channel, caseId, since) => reading(() => investigations.wasAnswered(channel, caseId, since)),
    openQuestions: () => reading(() => questions.asking()),
    channelSetting: (channel) => reading(() => channelSettings.find(channel)),
    channelSettings: () => reading(() => channelSettings.all()),
    due: (now) => reading(() => outbox.due(now)),
    nextDue: () => reading(() => outbox.nextDue()),
    outgoing: (id) => reading(() => outbox.find(id)),
    settle: (id, outcome) => writing(() => outbox.settle(id, outcome)),
    sentAs: (subject) => reading(() => outbox.sentAs(subject)),
    hosts: {
      invite: (invitation) => writing(() => hosts.invite(invitation)),
      invitation: (keyId) => reading(() => hosts.invitation(keyId)),
      admit: (keyId, host) => writing(() => hosts.admit(keyId, host)),
      host: (keyId) => reading(() => hosts.host(keyId)),
      invitations: () => reading(() => hosts.invitations()),
      all: () => reading(() => hosts.all()),
      revoke: (node) => writing(() => hosts.revoke(node)),
    },
    digests: {
      subscriptions: () => reading(() => digests.subscriptions()),
      digest: (channel, week) => reading(() => digests.find(channel, week)),
      investigations: (channel, from, to) =>
        reading(() => investigations.openedIn(channel, from, to).map((it) => questions.with(it))),
      markCases: (cases, now) => writing(() => digests.markCases(cases, now)),
      changedCases: (from, to) => reading(() => digests.changedCases(from, to)),
    },
    drafts: {
      find: (id) => reading(() => drafts.find(id)),
      named: (name) => reading(() => drafts.named(name)),
      all: () => reading(() => drafts.all()),
      revisions: (draft) => reading(() => drafts.revisions(draft)),
    },
    audit: (entry) => writing(() => audit.add(entry)),
    check: () => reading(() => deliveries.undone(1)).then(() => undefined),
    async prune(now, { pastesMs, auditMs }, signal) {
      const before = { pastes: now - pastesMs, keys: now - KEEP_KEYS_MS, audit: now - auditMs }
      let pruned = false
      for (const step of pruning(before)) while (!signal?.aborted && (await writing(step))) pruned = true
      // What was deleted still stands in the write-ahead log until that is written back.
      if (pruned) await reading(() => db.pragma('wal_checkpoint(TRUNCATE)'))
    },
    backup: (to) => backUp(db, to),
    async close() {
      await writing.idle()
      db.close()
      release()
    },
  }
}

function given<Value>(value: Value | undefined, save: (value: Value) => void): void {
  if (value !== undefined) save(value)
}
