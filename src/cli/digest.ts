import { readFile } from 'node:fs/promises'
import { Command } from 'commander'
import { type Casebook, openCasebook } from '../casebook.ts'
import { dueIn } from '../digest/schedule.ts'
import { weekOfChannel } from '../digest/week-of-channel.ts'
import { isDoubtful, isWorthTelling } from '../digest/week-report.ts'
import { answerOf } from '../investigation/investigate.ts'
import { digestMessage } from '../messages/slack/digest-message.ts'
import type { DigestSubscription } from '../model/digest.ts'
import { KnownError } from '../model/known-error.ts'
import { readPlaces } from '../slack/slack-config.ts'
import { openSqliteReader, type SqliteReader } from '../store/sqlite/open-reader.ts'
import type { Verb } from './io/verb.ts'
import { warnOfProblems } from './io/warn-of-problems.ts'

interface Options {
  readonly week: string
  readonly config?: string
  readonly dryRun?: true
  readonly json?: true
}

/** Looks at the database only, so that it may run beside the app, which is the one that posts. */
const digest: Verb = (io) =>
  new Command('digest')
    .description('prints the weekly digest of each subscribed channel')
    .requiredOption('--week <week>', 'an ISO week, like 2026-W47')
    .option('--config <file>', 'the YAML file of the Slack app', io.config.slackFile)
    .option('--dry-run', 'print and post nothing: what this verb always does, since the app posts')
    .option('--json', 'print one JSON array')
    .action(async (options: Options) => {
      const casebook = await openCasebook(io.config.knowledge)
      warnOfProblems(io, casebook.problems)
      const yaml = options.config === undefined ? undefined : await readFile(options.config, 'utf8')
      const reader = openSqliteReader(readPlaces(yaml, options.config).database)
      try {
        const reports = await reportAll(options.week, reader, casebook)
        if (options.json)
          io.write(
            `${JSON.stringify(
              reports.map(({ subscription, report }) => ({ channel: subscription.channel, ...report })),
              null,
              2,
            )}\n`,
          )
        else io.write(reports.map(textOf).join('\n') || 'no channel gets a digest\n')
      } finally {
        reader.close()
      }
    })

export default digest

async function reportAll(week: string, { digests }: SqliteReader, casebook: Casebook) {
  const { cases, generalise, matcher } = casebook
  const subscriptions = await digests.subscriptions()
  return Promise.all(
    subscriptions.map(async (subscription) => {
      const due = dueIn(subscription, week)
      if (!due) throw new KnownError('no-week', `\`${week}\` is no ISO week; write it like 2026-W47`)
      const answer = (it: Parameters<typeof answerOf>[0]) => answerOf(it, matcher.match)
      const sources = { digests, cases, generalise, answerOf: answer, nearLimits: [] }
      return { subscription, report: await weekOfChannel(subscription.channel, due, sources) }
    }),
  )
}

function textOf({
  subscription,
  report,
}: {
  subscription: DigestSubscription
  report: Awaited<ReturnType<typeof weekOfChannel>>
}): string {
  const { channel, language } = subscription
  if (!isWorthTelling(report)) return `${channel}: nothing to tell of ${report.week}\n`
  const [form] = digestMessage(report, language, report.cases.filter(isDoubtful))
  return `${channel}:\n${form?.text ?? ''}\n`
}
