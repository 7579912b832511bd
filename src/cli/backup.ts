import { Command } from 'commander'
import { readPlaces } from '../slack/slack-config.ts'
import { backUp } from '../store/sqlite/backup.ts'
import { readConfigurationFile } from './io/configuration-file.ts'
import type { Verb } from './io/verb.ts'

interface Options {
  readonly config?: string
  readonly force: boolean
}

const backup: Verb = (io) =>
  new Command('backup')
    .description('copies the database of the Slack app into a file, also while the app runs')
    .argument('<file>', 'a new file, which holds what people wrote: keep it as private as the database')
    .option('--config <file>', 'the YAML file of the Slack app', io.config.slackFile)
    .option('--force', 'replace the file if it is there', false)
    .action(async (file: string, { config, force }: Options) => {
      const { database } = readPlaces(await readConfigurationFile(config), config)
      const { schema, bytes } = backUp(database, file, force)
      io.write(`${database} copied to ${file} (schema ${schema}, ${bytes} bytes)\n`)
    })

export default backup
