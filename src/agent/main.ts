#!/usr/bin/env node
import { writeSync } from 'node:fs'
import { readConfig } from '../config.ts'
import { KnownError } from '../model/known-error.ts'
import { readAgentSettings } from './agent-settings.ts'
import { createLog } from './log.ts'
import { isInFirstNamespaces } from './own-namespaces.ts'
import { packageVersion } from './package-version.ts'
import { runAgent } from './run-agent.ts'
import { untilSignal } from './until-signal.ts'

/** The agent's own entry, for containers: it loads neither Slack's libraries nor SQLite. `casebook agent` does the same. */
const log = createLog((line) => void writeSync(1, line))
const stop = untilSignal()
try {
  const settings = readAgentSettings(readConfig().agent, isInFirstNamespaces())
  await runAgent(settings, { version: packageVersion(), log, stop })
  log('info', 'stopped')
  process.exit(0)
} catch (error) {
  log('error', 'cannot run', { says: error instanceof KnownError ? error.message : String(error) })
  process.exit(1)
}
