import { Activity } from './activity.ts'
import { Bot } from './bot.ts'
import { Chance } from './chance.ts'
import { VirtualClock } from './clock.ts'
import { Deliveries, type Delivery } from './deliveries.ts'
import type { Call, Double, Journal, Outgoing } from './double.ts'
import { Events } from './events.ts'
import { Faults } from './faults.ts'
import { type InstallationOptions, install } from './installation.ts'
import { ResponseUrls, Triggers } from './interactivity.ts'
import { type Allowed, violations } from './invariants.ts'
import type { Message } from './message.ts'
import { rootOf } from './message.ts'
import { Person } from './person.ts'
import { RequestUrl } from './request-url.ts'
import { SocketMode } from './socket-mode.ts'
import { Views } from './views.ts'
import { WebServer } from './web-server.ts'
import { type Channel, type User, Workspace } from './workspace.ts'

export interface SlackOptions extends InstallationOptions {
  /** How events reach the app: over its sockets, or by requests to the address given to `connectHttp`. */
  readonly transport?: 'socket' | 'http'
  readonly clock?: VirtualClock
  readonly seed?: number
}

export interface ChannelSettings {
  readonly kind?: 'channel' | 'group' | 'mpim'
  /** Who is in it; everybody when it is public. */
  readonly members?: readonly Person[]
  /** Whether the app is in it; it is unless told otherwise. */
  readonly app?: boolean
  readonly external?: boolean
  readonly locale?: string
}

export interface Profile {
  readonly locale?: string
  readonly timeZone?: string
  readonly guest?: boolean
  /** Of another organisation, here through Slack Connect: only in channels that are shared with it. */
  readonly stranger?: boolean
  /** The user of another application. */
  readonly bot?: boolean
}

/** Starts a Slack on loopback that an app can be pointed at. Stop it with `await slack.stop()`. */
export async function startSlack(options: SlackOptions = {}): Promise<Slack> {
  const server = new WebServer()
  return new Slack(server, await server.listen(), options)
}

/** A workspace with the app installed in it; what people do there starts at `person`, `bot` and `channel`. */
export class Slack {
  readonly clock: VirtualClock
  readonly faults: Faults
  readonly #double: Double
  readonly #server: WebServer
  readonly #requestUrl: RequestUrl
  readonly #people = new Map<string, Person>()
  readonly #bots = new Map<string, Bot>()
  readonly #noteRejection: (reason: unknown) => void

  constructor(server: WebServer, addresses: { api: string; files: string }, options: SlackOptions) {
    this.#server = server
    this.clock = options.clock ?? new VirtualClock()
    const activity = new Activity()
    const chance = new Chance(options.seed ?? 1)
    const makeId = (prefix: string): string => chance.id(prefix)
    const installation = install(options, makeId)
    const workspace = new Workspace(this.clock, chance)
    const journal: Journal = { calls: [], outgoing: [], complaints: [], rejections: [], clicks: [] }
    const sockets = new SocketMode(activity, chance, installation.appId, journal.complaints)
    this.#requestUrl = new RequestUrl(installation.signingSecret)
    const carrier = options.transport === 'http' ? this.#requestUrl : sockets
    const deliveries = new Deliveries(this.clock, activity, (sending) => carrier.carry(sending))
    this.faults = new Faults(installation, sockets, deliveries)
    this.#double = {
      clock: this.clock,
      activity,
      workspace,
      installation,
      sockets,
      deliveries,
      journal,
      addresses,
      events: new Events(workspace, installation, deliveries, this.clock),
      triggers: new Triggers(this.clock, makeId),
      responseUrls: new ResponseUrls(this.clock, makeId),
      views: new Views(workspace, installation.appId, this.faults.refusedBlocks),
      faults: this.faults,
    }
    server.serve(this.#double)
    this.#noteRejection = (reason) => journal.rejections.push(reason)
    process.on('unhandledRejection', this.#noteRejection)
  }

  /** What the app is to use as the address of the Web API. */
  get apiUrl(): string {
    return `${this.#double.addresses.api}/api/`
  }

  /** The only host that the app may send its token to when it downloads files. */
  get filesUrl(): string {
    return this.#double.addresses.files
  }

  get botToken(): string {
    return this.#double.installation.botToken
  }

  get appToken(): string {
    return this.#double.installation.appToken
  }

  get signingSecret(): string {
    return this.#double.installation.signingSecret
  }

  /** The app as a member of the workspace. */
  get app(): User {
    return this.#double.workspace.app
  }

  get calls(): readonly Call[] {
    return this.#double.journal.calls
  }

  get outgoing(): readonly Outgoing[] {
    return this.#double.journal.outgoing
  }

  get deliveries(): readonly Delivery[] {
    return this.#double.deliveries.log
  }

  /** How many sockets the app has open. */
  get sockets(): number {
    return this.#double.sockets.size
  }

  /** The person of this name; a new one joins every public channel that Slack lets them into. */
  person(name: string, { stranger, bot, ...profile }: Profile = {}): Person {
    const known = this.#people.get(name)
    if (known) return known
    const { workspace } = this.#double
    const teamId = stranger ? workspace.nextId('T') : workspace.team.id
    const botId = bot ? { botId: workspace.nextId('B') } : {}
    const person = new Person(this.#double, workspace.addUser({ name, ...profile, teamId, ...botId }))
    this.#people.set(name, person)
    for (const channel of workspace.channels.values()) {
      if (workspace.isOpenTo(channel, person.user)) channel.members.add(person.id)
    }
    return person
  }

  /** The bot of this name, of another application. */
  bot(name: string): Bot {
    const { workspace } = this.#double
    const bot = this.#bots.get(name) ?? new Bot(this.#double, workspace.addUser({ name, botId: workspace.nextId('B') }))
    this.#bots.set(name, bot)
    return bot
  }

  /** The channel of this name; a new one has the app and everybody in it unless told otherwise. */
  channel(name: string, settings: ChannelSettings = {}): Channel {
    const { workspace } = this.#double
    const known = [...workspace.channels.values()].find((it) => it.name === name && it.kind !== 'im')
    if (known) return known
    const { kind = 'channel', members, app = true, external = false, locale = 'en-US' } = settings
    const people =
      members ?? [...this.#people.values()].filter(({ user }) => workspace.isOpenTo({ kind, external }, user))
    const ids = [...people.map(({ id }) => id), ...(app ? [workspace.app.id] : [])]
    return workspace.addChannel({ name, kind, external, locale, members: new Set(ids) })
  }

  /** A user group of these people; changed by calling it again. Returns its id. */
  userGroup(id: string, members: readonly Person[]): string {
    this.#double.workspace.userGroups.set(id, new Set(members.map((person) => person.id)))
    return id
  }

  /** A message and its replies as Slack stores them, oldest first. */
  thread(message: Message): readonly Message[] {
    const channel = this.#double.workspace.channels.get(message.channel)
    return channel ? this.#double.workspace.thread(channel, rootOf(message)) : []
  }

  /** Tells Slack the address of an app without Socket Mode; the app must answer the challenge. */
  async connectHttp(url: string): Promise<void> {
    await this.#requestUrl.save(url)
  }

  /** A request as anybody could send it, signed as told: for stale, unsigned and forged requests. */
  async request(url: string, body: string, signing: Parameters<RequestUrl['post']>[3] = {}): Promise<Response> {
    return this.#requestUrl.post(url, body, 'application/json', signing)
  }

  /** Resolves when the app has opened this many sockets. */
  async connected(sockets: number): Promise<void> {
    await this.until(() => this.sockets >= sockets, `${sockets} open sockets`)
  }

  /** Resolves as soon as a condition holds; looked at whenever something happens, for at most `limitMs` real time. */
  async until(condition: () => boolean, what = 'the condition to hold', limitMs = 10_000): Promise<void> {
    await this.#double.activity.until(condition, limitMs, what)
  }

  /**
   * Resolves when every delivery was answered or has failed, no call is under way, and the app has been quiet for
   * `quietMs`. Deliveries that wait for their retry do not hold it up: time has to be advanced for them.
   */
  async settle(quietMs = 30): Promise<void> {
    await this.#double.activity.quiet(quietMs)
  }

  /** Has `settle` also wait for what the app can tell about itself: that its queues are empty. */
  alsoAwait(idle: () => Promise<void>): void {
    this.#double.activity.alsoAwait(idle)
  }

  /** An administrator removes the app. Slack promises no order of the two events. */
  uninstall(first: 'tokens_revoked' | 'app_uninstalled' = 'tokens_revoked'): void {
    const { events, installation, workspace } = this.#double
    if (first === 'app_uninstalled') events.uninstalled()
    events.tokensRevoked({ bot: [workspace.app.id] })
    if (first === 'tokens_revoked') events.uninstalled()
    installation.state = 'uninstalled'
  }

  /** Somebody takes back their own token of the app; without anybody, the app's own is revoked. */
  revokeToken(of?: Person): void {
    const { events, installation, workspace } = this.#double
    events.tokensRevoked(of ? { oauth: [of.id] } : { bot: [workspace.app.id] })
    if (!of) installation.state = 'revoked'
  }

  /** What the app did that it must never do; empty when all is well. */
  checkInvariants(allowed: Allowed = {}): string[] {
    return violations(this.#double, allowed)
  }

  async stop(): Promise<void> {
    process.off('unhandledRejection', this.#noteRejection)
    this.#double.sockets.killAll()
    await this.#server.close()
  }
}
