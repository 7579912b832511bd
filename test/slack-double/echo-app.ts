import { App, HTTPReceiver, type Logger, LogLevel, type Receiver, SocketModeReceiver } from '@slack/bolt'
import type { ModalView } from '@slack/types'
import type { Slack } from './slack.ts'

/** A real Bolt app on a double: it says what it hears, opens a modal, and has a command, a shortcut and buttons. */
export interface EchoApp {
  readonly app: App
  readonly receivers: readonly SocketModeReceiver[]
  stop(): Promise<void>
}

/** Two sockets, as the production app has them, so that a reconnect leaves no gap. */
export async function startOverSockets(slack: Slack, listen: (app: App) => void = echo): Promise<EchoApp> {
  const makeReceiver = (): SocketModeReceiver =>
    new SocketModeReceiver({
      appToken: slack.appToken,
      logger: silent,
      clientPingTimeout: 200,
      installerOptions: { clientOptions: { slackApiUrl: slack.apiUrl } },
    })
  const receivers = [makeReceiver(), makeReceiver()]
  const app = makeApp(slack, receivers[0] as Receiver)
  for (const receiver of receivers) receiver.init(app)
  listen(app)
  await Promise.all(receivers.map((receiver) => receiver.start()))
  await slack.connected(2)
  return { app, receivers, stop: () => disconnect(receivers) }
}

/** One endpoint for everything, at the address that is returned. */
export async function startOverHttp(
  slack: Slack,
  listen: (app: App) => void = echo,
): Promise<EchoApp & { url: string }> {
  const receiver = new HTTPReceiver({ signingSecret: slack.signingSecret, logger: silent })
  const app = makeApp(slack, receiver)
  listen(app)
  const server = await receiver.start({ port: 0, host: '127.0.0.1' })
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/slack/events`
  await slack.connectHttp(url)
  const stop = async (): Promise<void> => {
    server.closeAllConnections()
    await receiver.stop()
  }
  return { app, receivers: [], url, stop }
}

function makeApp(slack: Slack, receiver: Receiver): App {
  return new App({
    token: slack.botToken,
    receiver,
    logger: silent,
    clientOptions: {
      slackApiUrl: slack.apiUrl,
      logger: silent,
      rejectRateLimitedCalls: true,
      retryConfig: { retries: 0 },
    },
  })
}

async function disconnect(receivers: readonly SocketModeReceiver[]): Promise<void> {
  for (const receiver of receivers) await receiver.client.disconnect()
}

function echo(app: App): void {
  app.message(async ({ message, client }) => {
    if (message.subtype !== undefined || message.bot_id !== undefined) return
    await client.chat.postMessage({
      channel: message.channel,
      thread_ts: message.ts,
      text: `You said: ${message.text}`,
      blocks: [
        { type: 'section', text: { type: 'mrkdwn', text: `You said: ${message.text}` } },
        {
          type: 'actions',
          elements: [{ type: 'button', action_id: 'solved', text: { type: 'plain_text', text: 'This solved it' } }],
        },
      ],
    })
  })
  app.action('solved', async ({ ack, respond }) => {
    await ack()
    await respond({ text: 'Solved, thank you', replace_original: true })
  })
  app.command('/echo', async ({ ack, command }) => {
    await ack(`You typed: ${command.text}`)
  })
  app.shortcut('ask', async ({ ack, client, body }) => {
    await ack()
    await client.views.open({ trigger_id: body.trigger_id, view: question })
  })
  app.options('node', async ({ ack, payload }) => {
    const names = ['node-7', 'node-8'].filter((name) => name.startsWith(payload.value))
    await ack({ options: names.map((name) => ({ text: { type: 'plain_text', text: name }, value: name })) })
  })
  app.view('question', async ({ ack, view }) => {
    const title = view.state.values.title?.input?.value ?? ''
    if (title.length < 5) await ack({ response_action: 'errors', errors: { title: 'Say a little more' } })
    else await ack()
  })
  app.event('app_home_opened', async ({ event, client }) => {
    const greeting = { type: 'section', text: { type: 'plain_text', text: `Hello, tab ${event.tab}` } } as const
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [greeting] } })
  })
}

const question: ModalView = {
  type: 'modal',
  callback_id: 'question',
  title: { type: 'plain_text', text: 'Ask' },
  submit: { type: 'plain_text', text: 'Send' },
  blocks: [
    {
      type: 'input',
      block_id: 'title',
      label: { type: 'plain_text', text: 'Title' },
      element: { type: 'plain_text_input', action_id: 'input' },
    },
    {
      type: 'input',
      block_id: 'node',
      label: { type: 'plain_text', text: 'Node' },
      element: { type: 'external_select', action_id: 'node', min_query_length: 2 },
    },
  ],
}

const silent: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
}
