import { randomUUID } from 'node:crypto'
import { Command } from 'commander'
import { openCasebook } from '../casebook.ts'
import { serveAppSocket } from '../fleet/serve-app-socket.ts'
import { type FleetParts, startFleet } from '../fleet/server.ts'
import { startSlackApp } from '../slack/app.ts'
import { createLog } from '../slack/log.ts'
import { readSlackConfig, type SlackConfig } from '../slack/slack-config.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import { readConfigurationFile } from './io/configuration-file.ts'
import { EXIT } from './io/io.ts'
import type { Verb } from './io/verb.ts'
import { warnOfProblems } from './io/warn-of-problems.ts'

const slack: Verb = (io) =>
  new Command('slack')
    .description('answers in Slack until it is stopped, or removed from the workspace')
    .option('--config <file>', 'a YAML file', io.config.slackFile)
    .action(async (options: { config?: string }) => {
      const config = readSlackConfig(io.config.slack, await readConfigurationFile(options.config), options.config)
      const log = createLog(config.logLevel)
      const casebook = await openCasebook(io.config.knowledge)
      warnOfProblems(io, casebook.problems)
      const store = openSqliteStore(config.database)
      const agents = await startAgents(config, { kinds: casebook.kinds, store, log, now: Date.now })
      const parts = { config, casebook, store, log, now: Date.now, newId: randomUUID, ...agents }
      const app = await startSlackApp(parts).catch(async (error: unknown) => {
        await agents?.stop()
        throw error
      })
      dieLoudly(log)
      await Promise.race([stopSignal(), app.removed])
      await agents?.stop()
      await app.stop()
    })

export default slack

/** Listens for agents, and for the other verbs of this machine that want to ask them. Undefined when no agents are configured. */
async function startAgents({ agents: settings, database }: SlackConfig, parts: Omit<FleetParts, 'settings'>) {
  if (!settings) return undefined
  const fleet = await startFleet({ ...parts, settings })
  const socket = await serveAppSocket({ ...parts, database, fleet }).catch(async (error: unknown) => {
    await fleet.stop()
    throw error
  })
  parts.log.info({ port: fleet.port }, 'agents may connect')
  return {
    fleet,
    async stop() {
      await socket.close()
      await fleet.stop()
    },
  }
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
