import { setImmediate as nextTurn } from 'node:timers/promises'
import type Database from 'better-sqlite3'
import type { Investigation } from '../../model/investigation.ts'
import type { Change, Store } from '../../model/store.ts'
import { openAudit } from './audit.ts'
import { openChannelSettings } from './channel-settings.ts'
import { claim } from './claim.ts'
import { connect } from './connect.ts'
import { openDeliveries } from './deliveries.ts'
import { openDigests } from './digests.ts'
import { openDrafts } from './drafts.ts'
import { explain } from './explain.ts'
import { openFeedback } from './feedback.ts'
import { openForgetting } from './forgetting.ts'
import { openHosts } from './hosts.ts'
import { openInvestigations } from './investigations.ts'
import { migrate } from './migrate.ts'
import { openMutes } from './mutes.ts'
import type { SqliteOptions } from './options.ts'
import { openOutbox } from './outbox.ts'
import { openPatience } from './patience.ts'
import { checkPlace } from './place.ts'
import { openPruning } from './pruning.ts'
import { purge, removeCopies } from './purge.ts'
import { openQuestions } from './questions.ts'
import { openRecurrences } from './recurrences.ts'

/** Slack repeats a delivery for up to a day where "Delayed Events" is on: https://docs.slack.dev/apis/events-api/ */
const KEEP_KEYS_MS = 25 * 3_600_000

/** Opens or makes the file, brings its schema up to date, and turns what a crash left `sending` into `unknown`. Throws a KnownError that says why it cannot. */
export function openSqliteStore(file: string, options: SqliteOptions = {}): Store {
  checkPlace(file)
  const release = claim(file)
  try {
    const db = connect(file, options)
    try {
      migrate(db, file, options.migrations)
      return assemble(db, file, release, options.waitMs ?? 10_000)
    } catch (error) {
      db.close()
      throw error
    }
  } catch (error) {
    release()
    throw explain(error)
  }
}

function assemble(db: Database.Database, file: string, release: () => void, waitMs: number): Store {
  const deliveries = openDeliveries(db)
  const investigations = openInvestigations(db)
  const questions = openQuestions(db)
  const channelSettings = openChannelSettings(db)
  const digests = openDigests(db)
  const drafts = openDrafts(db)
  const feedback = openFeedback(db)
  const mutes = openMutes(db)
  const recurrences = openRecurrences(db)
  const outbox = openOutbox(db)
  const audit = openAudit(db)
  const hosts = openHosts(db)
  const pruning = openPruning(db)
  const forgetting = openForgetting(db)
  const { briefly, reading, writing } = openPatience(db, waitMs)

  const commit = (change: Change): void => {
    given(change.done, deliveries.finish)
    given(change.unlessAnswered, recurrences.refuseWhenAnswered)
    given(change.investigation, investigations.save)
    given(change.investigation, recurrences.follow)
    given(change.question, questions.save)
    given(change.channelSetting, channelSettings.save)
    given(change.digest, digests.decide)
    given(change.subscribe, digests.subscribe)
    given(change.unsubscribe, digests.unsubscribe)
    given(change.draft, drafts.save)
    given(change.feedback, feedback.save)
    given(change.mute, mutes.save)
    given(change.unmute, mutes.remove)
    given(change.recurrence, recurrences.count)
    given(change.told, recurrences.tell)
    given(change.forget, forgetting.remove)
    for (const message of change.send ?? []) outbox.add(message)
    given(change.audit, audit.add)
  }
  /** With what is kept beside it. */
  const whole = <Found extends Investigation | undefined>(found: Found): Found =>
    recurrences.with(questions.with(found))
  /** What was deleted still stands in the write-ahead log until that is written back. */
  const emptyLog = () => reading(() => db.pragma('wal_checkpoint(TRUNCATE)'))
  const close = (): void => {
    db.close()
    release()
  }
  outbox.forgetSending()

  return {
    receive: (delivery) => briefly(() => deliveries.add(delivery)),
    undone: (limit) => reading(() => deliveries.undone(limit)),
    commit: (change) => writing(() => commit(change)),
    investigation: (id) => reading(() => whole(investigations.find(id))),
    investigationIn: (channel, thread) => reading(() => whole(investigations.findIn(channel, thread))),
    async openInvestigationsOf(author, limit) {
      while (await reading(() => investigations.learnOpen())) await nextTurn()
      return reading(() => investigations.openOf(author, limit).map(whole))
    },
    openQuestions: () => reading(() => questions.asking()),
    channelSetting: (channel) => reading(() => channelSettings.find(channel)),
    channelSettings: () => reading(() => channelSettings.all()),
    due: (now) => reading(() => outbox.due(now)),
    nextDue: () => reading(() => outbox.nextDue()),
    outgoing: (id) => reading(() => outbox.find(id)),
    settle: (id, outcome) => writing(() => outbox.settle(id, outcome)),
    sentAs: (subject) => reading(() => outbox.sentAs(subject)),
    postState: (subject) => reading(() => outbox.postState(subject)),
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
      investigations: (channel, from, to) => reading(() => investigations.openedIn(channel, from, to).map(whole)),
      markCases: (cases, now) => writing(() => digests.markCases(cases, now)),
      changedCases: (from, to) => reading(() => digests.changedCases(from, to)),
    },
    drafts: {
      find: (id) => reading(() => drafts.find(id)),
      named: (name) => reading(() => drafts.named(name)),
      all: () => reading(() => drafts.all()),
      revisions: (draft) => reading(() => drafts.revisions(draft)),
    },
    mutes: { active: (now) => reading(() => mutes.active(now)) },
    recurrences: {
      answeredAlike: (alike) => reading(() => recurrences.answeredAlike(alike)),
      untold: (limit) => reading(() => recurrences.untold(limit)),
    },
    feedback: {
      votes: (caseId) => reading(() => feedback.votes(caseId)),
      standings: (caseId) => reading(() => feedback.standings(caseId)),
    },
    people: {
      writings: (person, after) => reading(() => forgetting.writings(person, after)),
      withhold: (person) => writing(() => forgetting.withhold(person)),
      async forget(person, until) {
        const last = until ?? (await writing(() => forgetting.withhold(person)))
        for (const step of await reading(() => forgetting.steps(person, last))) {
          for (let next: number | undefined = 0; next !== undefined; ) {
            const after: number = next
            next = await writing(() => step(after))
          }
        }
        await writing(() => feedback.forgetPerson(person))
        await writing(() => mutes.forgetPerson(person))
        await emptyLog()
      },
    },
    audit: (entry) => writing(() => audit.add(entry)),
    check: () => reading(() => deliveries.undone(1)).then(() => undefined),
    async prune(now, { pastesMs, auditMs }, signal) {
      const before = { pastes: now - pastesMs, keys: now - KEEP_KEYS_MS, audit: now - auditMs }
      await writing(() => mutes.pruneEnded(now))
      for (const step of pruning(before)) {
        let goesOn = true
        while (goesOn && !signal?.aborted) goesOn = await writing(step)
      }
      removeCopies(file, before.pastes)
      await emptyLog()
    },
    async purge() {
      await writing.idle()
      await reading(() => purge(db, file))
      close()
    },
    async close() {
      await writing.idle()
      close()
    },
  }
}

function given<Value>(value: Value | undefined, save: (value: Value) => void): void {
  if (value !== undefined) save(value)
}
