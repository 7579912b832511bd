import { Command } from 'commander'
import { readPlaces } from '../slack/slack-config.ts'
import { restore } from '../store/sqlite/restore.ts'
import { readConfigurationFile } from './io/configuration-file.ts'
import type { Verb } from './io/verb.ts'

const restoreVerb: Verb = (io) =>
  new Command('restore')
    .description('puts a backup in the place of the database of the Slack app, which must not run')
    .argument('<file>', 'what `casebook backup` wrote')
    .option('--config <file>', 'the YAML file of the Slack app', io.config.slackFile)
    .action(async (file: string, { config }: { config?: string }) => {
      const { database } = readPlaces(await readConfigurationFile(config), config)
      const { schema, bytes, kept } = restore(file, database, Date.now())
      io.write(`${file} restored to ${database} (schema ${schema}, ${bytes} bytes)\n`)
      if (kept !== undefined)
        io.write(
          `the database that was there is kept as ${kept}\nit holds what people wrote: the app deletes it when pastes go; delete it sooner if nobody needs it\n`,
        )
    })

export default restoreVerb
