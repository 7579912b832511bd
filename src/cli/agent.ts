import { Command } from 'commander'
import { readAgentSettings } from '../agent/agent-settings.ts'
import { createLog } from '../agent/log.ts'
import { isInFirstNamespaces } from '../agent/own-namespaces.ts'
import { packageVersion } from '../agent/package-version.ts'
import { runAgent } from '../agent/run-agent.ts'
import { untilSignal } from '../agent/until-signal.ts'
import type { Verb } from './io/verb.ts'

const agent: Verb = (io) =>
  new Command('agent')
    .description('the node agent: connects to the app and answers with facts; settings come from CASEBOOK_AGENT_*')
    .action(async () => {
      const settings = readAgentSettings(io.config.agent, isInFirstNamespaces())
      await runAgent(settings, { version: packageVersion(), log: createLog(io.write), stop: untilSignal() })
    })

export default agent
