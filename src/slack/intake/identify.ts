import { setTimeout as sleep } from 'node:timers/promises'
import { WebAPIPlatformError, type WebClient } from '@slack/web-api'
import { KnownError } from '../../model/known-error.ts'
import type { Log } from '../log.ts'
import { PASSING } from '../outbox/error-codes.ts'
import type { Ourselves } from './incoming.ts'

const FIRST_PAUSE_MS = 500
const MAX_PAUSE_MS = 30_000

/** Whom the token makes us in the workspace. Asks for as long as Slack does not answer; throws a KnownError when Slack refuses the token. */
export async function identify(web: WebClient, log: Log): Promise<Ourselves> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, MAX_PAUSE_MS)) {
    try {
      const { team_id: team = '', user_id: user = '', bot_id: bot = '', url } = await web.auth.test()
      return { team, user, bot, ...(url !== undefined && { url }) }
    } catch (error) {
      if (error instanceof WebAPIPlatformError && !PASSING.has(error.data.error)) throw refused(error)
      log.warn({ error, pauseMs }, 'Slack does not say who we are; asking again')
    }
    await sleep(pauseMs)
  }
}

function refused(cause: WebAPIPlatformError): KnownError {
  return new KnownError(
    'slack-refuses-token',
    `Slack does not accept SLACK_BOT_TOKEN (${cause.data.error}); reinstall the app and copy the Bot User OAuth Token again`,
    { cause },
  )
}
