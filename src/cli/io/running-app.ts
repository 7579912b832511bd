import { askRunningApp, type RunningApp } from '../../fleet/ask-running-app.ts'
import { readPlaces } from '../../slack/slack-config.ts'
import { readConfigurationFile } from './configuration-file.ts'

/** The app that runs on this machine with a configuration file: the one whose agents are asked. */
export async function openRunningApp(file: string | undefined): Promise<RunningApp> {
  return askRunningApp(readPlaces(await readConfigurationFile(file), file).database)
}
