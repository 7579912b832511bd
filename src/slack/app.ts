import { App, type Receiver } from '@slack/bolt'
import { WebAPIPlatformError, WebClient } from '@slack/web-api'
import type { Casebook } from '../casebook.ts'
import { sweepNodes } from '../digest/sweep.ts'
import { loadFolder } from '../folder.ts'
import { type LiveCasebook, openLiveCasebook } from '../live-casebook.ts'
import { errorMessage } from '../messages/slack/error-message.ts'
import type { Fleet, PoolFleet } from '../model/fleet.ts'
import { KnownError } from '../model/known-error.ts'
import type { Change, Delivery, NewOutgoing, Store } from '../model/store.ts'
import { casebookCommand } from './commands/casebook.ts'
import { startDigests } from './digests.ts'
import { openFeedbackDesk } from './feedback.ts'
import { type Health, serveHealth } from './health.ts'
import { DurableReceiver } from './intake/durable-receiver.ts'
import type { EventHandler } from './intake/event.ts'
import { downloadText } from './intake/files.ts'
import { identify } from './intake/identify.ts'
import { startInbox } from './intake/inbox-worker.ts'
import { type Incoming, type Ourselves, readEnvelope } from './intake/incoming.ts'
import { listenProblem } from './intake/listen-problem.ts'
import { finishRemoval, purgeAfterRemoval } from './intake/removal.ts'
import { openTransport } from './intake/transports.ts'
import type { Interaction } from './interaction.ts'
import { openLibrary } from './library.ts'
import { type Log, slackLogger } from './log.ts'
import { type Sender, startSender } from './outbox/sender.ts'
import { rememberPeople } from './people/people.ts'
import { type Asker, startAsker } from './probing/asker.ts'
import { openInventory } from './probing/inventory.ts'
import { openGate } from './probing/probing-gate.ts'
import { openMutes } from './quiet/mutes.ts'
import { openRecurrenceTeller } from './quiet/recurrence-teller.ts'
import type { SlackConfig } from './slack-config.ts'
import type { Subcommand } from './subcommand.ts'
import { languageFor, outgoing, type Tools } from './tools.ts'
import { type After, startUpkeep } from './upkeep.ts'

export interface SlackApp {
  readonly health: Health
  /** Settles when nothing is in hand, nothing waits to be worked off and nothing is due to be sent. */
  readonly idle: () => Promise<void>
  /** Takes nothing new, finishes what is in hand, closes sockets and store. What could not be sent in time stays on disk. */
  readonly stop: () => Promise<void>
  /** Settles when the app was removed from the workspace, has deleted all that it kept, and has stopped. */
  readonly removed: Promise<void>
}

export interface SlackAppParts {
  readonly config: SlackConfig
  readonly casebook: Casebook
  readonly store: Store
  readonly log: Log
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly newId: () => string
  /** Real time, unless somebody else's. */
  readonly after?: After
  /** The agents that can be asked; none without it. */
  readonly fleet?: Fleet | PoolFleet
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

/**
 * Connects to Slack and answers; waits for Slack while it cannot be reached. Rejects with a KnownError when Slack
 * refuses a token, or a port is taken, and has closed everything then, the store too.
 */
export async function startSlackApp(parts: SlackAppParts): Promise<SlackApp> {
  try {
    return await start(parts)
  } catch (error) {
    await parts.store.close()
    throw error
  }
}

async function start(parts: SlackAppParts): Promise<SlackApp> {
  const { config, store, log, now } = parts
  const casebook = openLiveCasebook(parts.casebook)
  await finishRemoval(parts)
  const web = webClient(config, log, WEB_TIMEOUT_MS)
  const ourselves = await identify(web, log)
  const transport = openTransport(config, log)
  const health = await serveHealth(config.healthPort, {
    slack: async () => (transport.isOpen() ? undefined : 'no connection to Slack is open'),
    store: async () => store.check().then(() => undefined),
    library: async () => (casebook.cases.length > 0 ? undefined : 'no case is loaded'),
  })
  const sender = startSender({ store, web, log, now })
  const fleet = parts.fleet ?? NO_FLEET
  const asker: Asker = startAsker(fleet, () => tools)
  const tools = makeTools({ ...parts, casebook }, web, ourselves, sender, { fleet, asker, sockets: transport.sockets })
  await tools.mutes.refresh()
  const handlers = await loadFolder<EventHandler<Incoming['kind']>>(new URL('./events/', import.meta.url))
  const recurrences = openRecurrenceTeller(tools, parts.after ?? later)
  const inbox = startInbox({
    store,
    handle: (delivery) => handle(delivery, handlers, tools),
    giveUp: async (delivery) => ({ send: await sayThatItFailed(delivery, tools) }),
    onSend: () => {
      sender.wake()
      recurrences.wake()
    },
    log,
    now,
  })
  const receiver = new DurableReceiver(
    transport.receivers,
    (body) => keep(body, tools, { wake: inbox.wake, remove, isRemoved: () => isRemoved }),
    (error) => log.error({ error }, 'an event could not be kept and is not acknowledged'),
  )
  await tools.library.refresh()
  await tools.feedback.refresh()
  const digests = startDigests(tools, parts.after ?? later)
  recurrences.wake()
  const upkeep = startUpkeep({ store, keepPastesDays: config.keepPastesDays, log, now, after: parts.after ?? later })
  let isRemoved = false
  let tellRemoved = (): void => {}
  const removed = new Promise<void>((resolve) => {
    tellRemoved = resolve
  })
  let ending: Promise<void> | undefined

  function end(drainMs: number): Promise<void> {
    ending ??= stopAll(drainMs)
    return ending
  }

  async function stopAll(drainMs: number): Promise<void> {
    await withinMs(HAND_OVER_MS, receiver.idle())
    await transport.close()
    await withinMs(HAND_OVER_MS, receiver.stop()).catch((error: unknown) => log.warn({ error }, 'not all is closed'))
    await withinMs(HAND_OVER_MS, receiver.idle())
    await inbox.stop()
    await asker.stop()
    await digests.stop()
    await recurrences.stop()
    await sender.stop(drainMs)
    await upkeep.stop()
    await health.close()
    if (isRemoved) await purgeAfterRemoval({ store, log })
    await store.close()
    log.info('Casebook stopped')
  }

  /** That it was removed is on disk. From here on nothing is worked off, sent or kept any more. */
  function remove(): void {
    isRemoved = true
    void inbox.stop()
    end(0)
      .catch((error: unknown) => log.error({ error }, 'not everything is deleted; the next start goes on with it'))
      .finally(tellRemoved)
  }

  const app: SlackApp = {
    health,
    async idle() {
      if (isRemoved) return removed
      await receiver.idle()
      await inbox.idle()
      await asker.idle()
      await digests.idle()
      await recurrences.idle()
      await sender.idle()
      await upkeep.idle()
    },
    stop: () => end(DRAIN_MS),
    removed,
  }
  try {
    await asker.recover()
    await connect(receiver, tools)
  } catch (error) {
    await app.stop()
    throw connectProblem(error, config)
  }
  log.info({ team: ourselves.team, cases: casebook.cases.length, transport: config.transport.kind }, 'Casebook answers')
  return app
}

async function connect(receiver: DurableReceiver, tools: Tools): Promise<void> {
  await listen(receiver, tools)
  const { transport } = tools.config
  await receiver.start(transport.kind === 'http' ? transport.port : undefined)
}

function connectProblem(error: unknown, { transport }: SlackConfig): unknown {
  if (transport.kind === 'http') return listenProblem(error, transport.port, 'port')
  if (!(error instanceof WebAPIPlatformError)) return error
  return new KnownError(
    'slack-refuses-token',
    `Slack does not accept SLACK_APP_TOKEN (${error.data.error}); make an app-level token with connections:write under "Basic Information", and see that "Socket Mode" is on`,
    { cause: error },
  )
}

const later: After = (millis, run) => {
  const timer = setTimeout(run, millis).unref()
  return () => clearTimeout(timer)
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

interface Intake {
  readonly wake: () => void
  readonly remove: () => void
  readonly isRemoved: () => boolean
}

/** Redacts and keeps an event; only then is it acknowledged. What we said ourselves is not kept. */
async function keep(body: unknown, tools: Tools, intake: Intake): Promise<'kept' | 'not an event'> {
  const read = readEnvelope(body, tools.ourselves)
  if (!read) return 'not an event'
  if (!read.incoming || intake.isRemoved() || isOurs(read.incoming, tools)) return 'kept'
  const incoming =
    'text' in read.incoming ? { ...read.incoming, text: await tools.redact(read.incoming.text) } : read.incoming
  if (intake.isRemoved()) return 'kept'
  const fresh = tools.store.receive({ key: read.key, ...placeOf(incoming), receivedAt: tools.now(), body: incoming })
  if (incoming.kind === 'removal') intake.remove()
  else if (fresh) intake.wake()
  return 'kept'
}

function isOurs(incoming: Incoming, { ourselves }: Tools): boolean {
  return 'user' in incoming && incoming.user === ourselves.user
}

/** A mention comes as two events about one message; an edit is about a message that is known. */
function placeOf(incoming: Incoming): Pick<Delivery, 'about' | 'lane'> {
  if (incoming.kind === 'removal') return { about: undefined, lane: undefined }
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
async function sayThatItFailed({ body, key }: Delivery, tools: Tools): Promise<NewOutgoing[]> {
  const incoming = body as Incoming
  if (incoming.kind !== 'message' || !(incoming.mentioned || incoming.direct)) return []
  const isPerson = incoming.bot === undefined && incoming.user !== tools.ourselves.user
  if (!isPerson || (incoming.external && !tools.config.externalChannels.includes(incoming.channel))) return []
  const { channel, ts, thread, user, text } = incoming
  const forms = errorMessage({ reference: key }, await languageFor(tools, user, text))
  return [outgoing(tools, channel, `reply:${channel}:${ts}`, 'post', { forms, thread })]
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
  const folders = ['actions', 'options', 'shortcuts', 'tabs', 'views'].map((name) =>
    loadFolder<Interaction>(new URL(`./${name}/`, import.meta.url)),
  )
  for (const folder of await Promise.all(folders)) for (const register of folder.values()) register(app, tools)
  casebookCommand(await loadFolder<Subcommand>(new URL('./subcommands/', import.meta.url)))(app, tools)
}

interface Askable {
  readonly fleet: Fleet | PoolFleet
  readonly asker: Asker
  readonly sockets: Tools['sockets']
}

/** What is connected where no agent can connect. */
const NO_FLEET: Fleet = {
  agents: () => [],
  agentOf: () => undefined,
  ask: async (node) => {
    throw new KnownError('no-such-node', `${node} is not connected`)
  },
}

function makeTools(
  parts: SlackAppParts & { readonly casebook: LiveCasebook },
  web: WebClient,
  ourselves: Ourselves,
  { wake, follow }: Sender,
  { fleet, asker, sockets }: Askable,
): Tools {
  const { config, casebook, store, log, now, newId } = parts
  const { probing } = config
  const inventory = openInventory(fleet, probing.nodes)
  const redact = async (text: string): Promise<string> => (await casebook.redact(text)).text
  const promptWeb = webClient(config, log, PERSON_TIMEOUT_MS)
  const feedback = openFeedbackDesk(casebook, { store, log, now })
  const person = rememberPeople(promptWeb, ourselves.team, now)
  return {
    config,
    store,
    log,
    now,
    newId,
    web,
    wake,
    follow,
    ourselves,
    redact,
    quickWeb: webClient(config, log, QUICK_TIMEOUT_MS),
    match: (text, measured, gaps) => casebook.matcher.match(text, measured, gaps, feedback),
    generalise: casebook.generalise,
    sweep: () => sweepNodes(fleet, inventory.agents(), casebook.kinds),
    search: (words) => casebook.matcher.search(words).map((hit) => hit.case),
    get cases() {
      return casebook.cases
    },
    kinds: casebook.kinds,
    get libraryRevision() {
      return casebook.revision
    },
    library: openLibrary(casebook, { store, log, now }),
    feedback,
    person,
    sockets,
    mutes: openMutes({ store, inventory, now }),
    nodes: {
      inventory,
      mayAsk: openGate({ probing, web: promptWeb, ourselves, person, log, now }),
      asking: asker,
    },
    download: async (file) => redact(await downloadText(file, { filesUrl: config.filesUrl, token: config.botToken })),
  }
}
