import { App, type Receiver } from '@slack/bolt'
import { WebClient } from '@slack/web-api'
import type { Casebook } from '../casebook.ts'
import { loadFolder } from '../folder.ts'
import { errorMessage } from '../messages/slack/error-message.ts'
import { KnownError } from '../model/known-error.ts'
import type { Change, Delivery, NewOutgoing, Store } from '../model/store.ts'
import { casebookCommand } from './commands/casebook.ts'
import { DurableReceiver } from './durable-receiver.ts'
import type { EventHandler } from './event.ts'
import { downloadText } from './files.ts'
import { type Health, serveHealth } from './health.ts'
import { startInbox } from './inbox-worker.ts'
import { type Incoming, type Ourselves, readEnvelope } from './incoming.ts'
import type { Interaction } from './interaction.ts'
import { type Log, slackLogger } from './log.ts'
import { rememberPeople } from './people.ts'
import { startSender } from './sender.ts'
import type { SlackConfig } from './slack-config.ts'
import type { Subcommand } from './subcommand.ts'
import { outgoing, type Tools } from './tools.ts'
import { openTransport } from './transports.ts'

export interface SlackApp {
  readonly health: Health
  /** Settles when nothing is in hand, nothing waits to be worked off and nothing is due to be sent. */
  readonly idle: () => Promise<void>
  /** Takes nothing new, finishes what is in hand, closes sockets and store. What could not be sent in time stays on disk. */
  readonly stop: () => Promise<void>
}

export interface SlackAppParts {
  readonly config: SlackConfig
  readonly casebook: Casebook
  readonly store: Store
  readonly log: Log
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly newId: () => string
}

/** Shorter than what a stop may take: a call that hangs does not hold it up. */
const WEB_TIMEOUT_MS = 8000
/** A trigger id lives three seconds. */
const QUICK_TIMEOUT_MS = 2500
/** A command has to be answered within three seconds, also when Slack is slow to say whose it is. */
const PERSON_TIMEOUT_MS = 1500
const DRAIN_MS = 8000
/** What came before the stop is answered over the connection that it came by. */
const HAND_OVER_MS = 3000

/** Connects to Slack and answers. Rejects with a KnownError when a token does not work. */
export async function startSlackApp(parts: SlackAppParts): Promise<SlackApp> {
  const { config, store, log, now } = parts
  const web = webClient(config, log, WEB_TIMEOUT_MS)
  const ourselves = await identify(web)
  const sender = startSender({ store, web, log, now })
  const tools = makeTools(parts, web, ourselves, () => sender.wake())
  const handlers = await loadFolder<EventHandler<Incoming['kind']>>(new URL('./events/', import.meta.url))
  const inbox = startInbox({
    store,
    handle: (delivery) => handle(delivery, handlers, tools),
    giveUp: (delivery) => ({ send: sayThatItFailed(delivery, tools) }),
    onSend: sender.wake,
    log,
    now,
  })
  const transport = openTransport(config, log)
  const receiver = new DurableReceiver(
    transport.receivers,
    (body) => keep(body, tools, inbox.wake),
    (error) => log.error({ error }, 'an event could not be kept and is not acknowledged'),
  )
  await listen(receiver, tools)
  await receiver.start(config.transport.kind === 'http' ? config.transport.port : undefined)
  const health = await serveHealth(config.healthPort, {
    slack: async () => (transport.isOpen() ? undefined : 'no connection to Slack is open'),
    store: async () => store.check().then(() => undefined),
    library: async () => (parts.casebook.cases.length > 0 ? undefined : 'no case is loaded'),
  })
  log.info(
    { team: ourselves.team, cases: parts.casebook.cases.length, transport: config.transport.kind },
    'Casebook answers',
  )
  return {
    health,
    async idle() {
      await receiver.idle()
      await inbox.idle()
      await sender.idle()
    },
    async stop() {
      await withinMs(HAND_OVER_MS, receiver.idle())
      await transport.close()
      await withinMs(HAND_OVER_MS, receiver.stop())
      await withinMs(HAND_OVER_MS, receiver.idle())
      await inbox.stop()
      await sender.stop(DRAIN_MS)
      await health.close()
      await store.close()
      log.info('Casebook stopped')
    },
  }
}

/** Settles when the work does, at the latest then. */
async function withinMs(limit: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const end = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limit)
  })
  await Promise.race([work, end]).finally(() => clearTimeout(timer))
}

/** Without retries of its own: a message that was posted and whose reply was lost would be posted twice. */
function webClient(config: SlackConfig, log: Log, timeout: number): WebClient {
  return new WebClient(config.botToken, {
    slackApiUrl: config.apiUrl,
    timeout,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: slackLogger(log),
  })
}

async function identify(web: WebClient): Promise<Ourselves> {
  try {
    const { team_id: team = '', user_id: user = '', bot_id: bot = '' } = await web.auth.test()
    return { team, user, bot }
  } catch (error) {
    const code = error instanceof Error ? error.message : String(error)
    throw new KnownError(
      'slack-refuses-token',
      `Slack does not accept SLACK_BOT_TOKEN (${code}); reinstall the app and copy the Bot User OAuth Token again`,
      { cause: error },
    )
  }
}

/** Redacts and keeps an event; only then is it acknowledged. */
async function keep(body: unknown, tools: Tools, wake: () => void): Promise<'kept' | 'not an event'> {
  const read = readEnvelope(body, tools.ourselves)
  if (!read) return 'not an event'
  if (!read.incoming) return 'kept'
  const incoming =
    'text' in read.incoming ? { ...read.incoming, text: await tools.redact(read.incoming.text) } : read.incoming
  const fresh = tools.store.receive({ key: read.key, ...placeOf(incoming), receivedAt: tools.now(), body: incoming })
  if (fresh) wake()
  return 'kept'
}

/** A mention comes as two events about one message; an edit is about a message that is known. */
function placeOf(incoming: Incoming): Pick<Delivery, 'about' | 'lane'> {
  if (incoming.kind === 'join') return { about: undefined, lane: incoming.channel }
  const lane = `${incoming.channel}:${incoming.thread}`
  return {
    about: incoming.kind === 'message' ? `${incoming.team}:${incoming.channel}:${incoming.ts}` : undefined,
    lane,
  }
}

async function handle(
  delivery: Delivery,
  handlers: ReadonlyMap<string, EventHandler<Incoming['kind']>>,
  tools: Tools,
): Promise<Change> {
  const incoming = delivery.body as Incoming
  return (await handlers.get(incoming.kind)?.(incoming as never, tools)) ?? {}
}

/** Who asked is not left without an answer; the reference finds the failure in the log. */
function sayThatItFailed({ body, key }: Delivery, tools: Tools): NewOutgoing[] {
  const incoming = body as Incoming
  if (incoming.kind !== 'message' || !(incoming.mentioned || incoming.direct)) return []
  const isPerson = incoming.bot === undefined && incoming.user !== tools.ourselves.user
  if (!isPerson || incoming.external) return []
  const { channel, ts, thread } = incoming
  return [
    outgoing(tools, channel, `reply:${channel}:${ts}`, 'post', {
      forms: errorMessage({ reference: key }, 'en'),
      thread,
    }),
  ]
}

async function listen(receiver: Receiver, tools: Tools): Promise<void> {
  const { config, log } = tools
  const app = new App({
    receiver,
    token: config.botToken,
    botId: tools.ourselves.bot,
    botUserId: tools.ourselves.user,
    clientOptions: {
      slackApiUrl: config.apiUrl,
      timeout: WEB_TIMEOUT_MS,
      rejectRateLimitedCalls: true,
      retryConfig: { retries: 0 },
    },
    logger: slackLogger(log),
  })
  app.error(async (error) => log.error({ error }, 'an interaction failed'))
  const folders = ['actions', 'shortcuts'].map((name) =>
    loadFolder<Interaction>(new URL(`./${name}/`, import.meta.url)),
  )
  for (const folder of await Promise.all(folders)) for (const register of folder.values()) register(app, tools)
  casebookCommand(await loadFolder<Subcommand>(new URL('./subcommands/', import.meta.url)))(app, tools)
}

function makeTools(parts: SlackAppParts, web: WebClient, ourselves: Ourselves, wake: () => void): Tools {
  const { config, casebook, store, log, now, newId } = parts
  const redact = async (text: string): Promise<string> => (await casebook.redact(text)).text
  return {
    config,
    store,
    log,
    now,
    newId,
    web,
    wake,
    ourselves,
    redact,
    quickWeb: webClient(config, log, QUICK_TIMEOUT_MS),
    match: (text) => casebook.matcher.match(text),
    search: (words) => casebook.matcher.search(words).map((hit) => hit.case),
    cases: casebook.cases,
    libraryRevision: casebook.revision,
    person: rememberPeople(webClient(config, log, PERSON_TIMEOUT_MS), ourselves.team, now),
    download: async (file) => redact(await downloadText(file, { filesUrl: config.filesUrl, token: config.botToken })),
  }
}
