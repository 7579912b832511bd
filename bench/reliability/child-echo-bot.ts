/** Ten lines on the same Bolt: says what it hears, in the thread. */
import { App, LogLevel } from '@slack/bolt'

const { SLACK_BOT_TOKEN: token = '', SLACK_APP_TOKEN: appToken = '', SLACK_API_URL: slackApiUrl = '' } = process.env
const app = new App({ token, appToken, socketMode: true, clientOptions: { slackApiUrl }, logLevel: LogLevel.ERROR })

app.message(async ({ message, client }) => {
  const text = 'text' in message ? `You said: ${message.text}` : 'You said nothing'
  await client.chat.postMessage({ channel: message.channel, thread_ts: message.ts, text })
})
await app.start()
