import { Command } from 'commander'
import { type TreeCase, writeTree } from '../knowledge/case-tree.ts'
import type { Draft } from '../model/draft.ts'
import { readPlaces } from '../slack/slack-config.ts'
import { openSqliteReader } from '../store/sqlite/open-reader.ts'
import { readConfigurationFile } from './io/configuration-file.ts'
import type { Verb } from './io/verb.ts'

/** Looks at the database only, so that it may run beside the app. */
const exportCases: Verb = (io) =>
  new Command('export')
    .description(
      'writes the cases that were published or retired in Slack, and their proofs, as files for a pull request',
    )
    .argument('<folder>', 'where knowledge/ and test/knowledge/ are, or will be')
    .option('--config <file>', 'the YAML file of the Slack app', io.config.slackFile)
    .action(async (folder: string, options: { config?: string }) => {
      const reader = openSqliteReader(readPlaces(await readConfigurationFile(options.config), options.config).database)
      try {
        const cases = (await reader.drafts.all()).flatMap(asTreeCase)
        await writeTree(folder, cases)
        const count = (state: TreeCase['state']) => cases.filter((it) => it.state === state).length
        io.write(`${count('published')} published and ${count('retired')} retired cases written to ${folder}\n`)
      } finally {
        reader.close()
      }
    })

export default exportCases

/** What answers, not what somebody is writing. */
function asTreeCase({ state, live, text }: Draft): TreeCase[] {
  if (live) return [{ text: live.text, state: 'published' }]
  return state === 'retired' ? [{ text, state: 'retired' }] : []
}
