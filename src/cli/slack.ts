import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { Command } from 'commander'
import { openCasebook } from '../casebook.ts'
import { KnownError } from '../model/known-error.ts'
import { startSlackApp } from '../slack/app.ts'
import { createLog } from '../slack/log.ts'
import { readSlackConfig, type SlackConfig } from '../slack/slack-config.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import { EXIT, type Io } from './io/io.ts'
import type { Verb } from './io/verb.ts'
import { warnOfProblems } from './io/warn-of-problems.ts'

const slack: Verb = (io) =>
  new Command('slack')
    .description('answers in Slack until it is stopped')
    .option('--config <file>', 'a YAML file', io.config.slackFile)
    .action(async (options: { config?: string }) => {
      const config = await readConfiguration(io, options.config)
      const log = createLog(config.logLevel)
      const casebook = await openCasebook(io.config.knowledge)
      warnOfProblems(io, casebook.problems)
      const store = openSqliteStore(config.database)
      const app = await startSlackApp({ config, casebook, store, log, now: Date.now, newId: randomUUID })
      dieLoudly(log)
      await stopSignal()
      await app.stop()
    })

export default slack

async function readConfiguration(io: Io, file: string | undefined): Promise<SlackConfig> {
  if (file === undefined) return readSlackConfig(io.config.slack, undefined)
  const yaml = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new KnownError(
      'unreadable-file',
      `cannot read the configuration \`${file}\`: ${error.code === 'ENOENT' ? 'there is no such file' : error.message}`,
    )
  })
  return readSlackConfig(io.config.slack, yaml, file)
}

/** What nobody caught leaves the program in a state that nobody knows: it ends, and what starts it again finds everything on disk. */
function dieLoudly(log: ReturnType<typeof createLog>): void {
  process.on('unhandledRejection', (error) => {
    log.error({ error }, 'nobody handled this; ending')
    process.exit(EXIT.fault)
  })
}

function stopSignal(): Promise<unknown> {
  return Promise.race(['SIGTERM', 'SIGINT'].map((signal) => new Promise((resolve) => process.once(signal, resolve))))
}
