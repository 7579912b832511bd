import { lastDue } from '../digest/schedule.ts'
import { weekOfChannel } from '../digest/week-of-channel.ts'
import { isDoubtful, isWorthTelling } from '../digest/week-report.ts'
import { answerOf } from '../investigation/investigate.ts'
import { digestMessage } from '../messages/slack/digest-message.ts'
import type { SlackMessage } from '../messages/slack/ladder.ts'
import type { DigestSubscription, DueDigest, NearLimit, WeekReport } from '../model/digest.ts'
import { KnownError } from '../model/known-error.ts'
import { outgoing, type Tools } from './tools.ts'
import type { After } from './upkeep.ts'

export interface Digests {
  /** Settles when no digest is being made. */
  readonly idle: () => Promise<void>
  readonly stop: () => Promise<void>
}

const MINUTE_MS = 60_000
/** Later than this a digest would tell of the week before last. */
const LATEST_MS = 6 * 86_400_000

/**
 * Every minute, makes the digests that are due. That a channel has got its digest of an ISO week is committed together
 * with the message: a crash leaves both or neither, and the message itself is sent once as all are.
 */
export function startDigests(tools: Tools, after: After): Digests {
  let work: Promise<void> | undefined
  let callOff = (): void => {}
  let stopped = false

  function round(): void {
    if (stopped) return
    work ??= makeDue(tools)
      .catch((error: unknown) => tools.log.warn({ error }, 'no digest is made; trying again'))
      .finally(() => {
        work = undefined
      })
    callOff = after(MINUTE_MS, round)
  }

  round()
  return {
    idle: async () => work,
    async stop() {
      stopped = true
      callOff()
      await work
    },
  }
}

async function makeDue(tools: Tools): Promise<void> {
  const { digests } = tools.store
  for (const subscription of await digests.subscriptions()) {
    const due = lastDue(subscription, tools.now())
    if (due.dueAt < subscription.setAt || (await digests.digest(subscription.channel, due.week))) continue
    await decide(subscription, due, tools)
  }
}

/** Decides what becomes of a digest that is due. Another process may have done so meanwhile. */
async function decide(subscription: DigestSubscription, due: DueDigest, tools: Tools): Promise<void> {
  const { channel } = subscription
  const now = tools.now()
  const isLate = now - due.dueAt > LATEST_MS
  const report = isLate ? undefined : await reportOf(channel, due, tools)
  const isTold = report !== undefined && isWorthTelling(report)
  const outcome = isLate ? 'late' : isTold ? 'posted' : 'nothing'
  const send = isTold
    ? [outgoing(tools, channel, `digest:${channel}:${due.week}`, 'post', { forms: formsOf(report, subscription) })]
    : []
  try {
    await tools.store.commit({ digest: { ...due, channel, outcome, decidedAt: now }, send })
  } catch (error) {
    if (!(error instanceof KnownError && error.code === 'digest-decided')) throw error
    return
  }
  tools.log.info({ channel, week: due.week, outcome }, 'a digest was due')
  tools.wake()
}

export function formsOf(report: WeekReport, { language }: Pick<DigestSubscription, 'language'>): SlackMessage[] {
  return digestMessage(report, language, report.cases.filter(isDoubtful))
}

export async function reportOf(channel: string, due: DueDigest, tools: Tools): Promise<WeekReport> {
  return weekOfChannel(channel, due, {
    digests: tools.store.digests,
    cases: tools.cases,
    answerOf: (investigation) => answerOf(investigation, tools.match),
    generalise: tools.generalise,
    nearLimits: await sweep(channel, tools),
  })
}

/** Names of nodes are shown only where nodes may be asked. */
async function sweep(channel: string, { config, sweep: all }: Tools): Promise<readonly NearLimit[]> {
  return config.digestSweep && config.probing.channels.includes(channel) ? all() : []
}
