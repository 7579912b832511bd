import type { Chance } from './chance.ts'
import type { VirtualClock } from './clock.ts'
import type { Draft, Ephemeral, Message, StoredFile } from './message.ts'
import { isReply, rootOf } from './message.ts'
import type { ChannelKind } from './rules/events.ts'

/** Everything that a workspace remembers: who is there, and what was said where. */
export class Workspace {
  readonly team: { id: string; name: string; domain: string }
  readonly users = new Map<string, User>()
  readonly channels = new Map<string, Channel>()
  readonly files = new Map<string, StoredFile>()
  /** Ids of the members of each user group. */
  readonly userGroups = new Map<string, Set<string>>()
  readonly app: User
  readonly #clock: VirtualClock
  readonly #chance: Chance
  #lastMicros = 0

  constructor(clock: VirtualClock, chance: Chance) {
    this.#clock = clock
    this.#chance = chance
    this.team = { id: chance.id('T'), name: 'Double', domain: 'double' }
    this.app = this.addUser({ name: 'casebook', botId: chance.id('B') })
  }

  addUser(profile: Partial<User> & { name: string }): User {
    const user = {
      id: this.#chance.id('U'),
      locale: 'en-US',
      timeZone: 'Etc/UTC',
      guest: false,
      teamId: this.team.id,
      deleted: false,
      ...profile,
    }
    this.users.set(user.id, user)
    return user
  }

  /** Whether somebody is of another organisation, here through Slack Connect. */
  isForeign(user: User): boolean {
    return user.teamId !== this.team.id
  }

  /** Whether Slack lets a person into a channel by itself: who is of another organisation comes to shared ones only. */
  isOpenTo(channel: Pick<Channel, 'kind' | 'external'>, user: User): boolean {
    return channel.kind === 'channel' && (channel.external || !this.isForeign(user))
  }

  addChannel(settings: Partial<Channel> & { name: string; kind: ChannelKind }): Channel {
    const channel: Channel = {
      id: this.#chance.id(settings.kind === 'im' ? 'D' : 'C'),
      members: new Set(),
      messages: [],
      ephemerals: [],
      statuses: new Map(),
      posting: 'everyone',
      lockedThreads: new Set(),
      archived: false,
      external: false,
      locale: 'en-US',
      ...settings,
    }
    this.channels.set(channel.id, channel)
    return channel
  }

  /** The direct messages between a person and the app; there is one conversation for each person. */
  directMessages(user: User): Channel {
    const existing = [...this.channels.values()].find((it) => it.kind === 'im' && it.members.has(user.id))
    return existing ?? this.addChannel({ name: user.name, kind: 'im', members: new Set([user.id, this.app.id]) })
  }

  post(channel: Channel, draft: Draft): Message {
    const message: Message = {
      type: 'message',
      channel: channel.id,
      ts: this.nextTs(),
      ...this.#inThread(channel, draft),
    }
    channel.messages.push(message)
    return message
  }

  postEphemeral(channel: Channel, to: string, draft: Draft): Ephemeral {
    const message: Ephemeral = {
      type: 'message',
      channel: channel.id,
      ts: this.nextTs(),
      to,
      ...this.#inThread(channel, draft),
    }
    channel.ephemerals.push(message)
    return message
  }

  /** A message with replies leaves a tombstone, so that the thread can still be read and answered. */
  remove(channel: Channel, message: Message): void {
    if (this.replies(channel, message.ts).length === 0) {
      channel.messages = channel.messages.filter((it) => it !== message)
      return
    }
    const { type, ts } = message
    const tombstone: Message = {
      type,
      channel: channel.id,
      ts,
      thread_ts: ts,
      subtype: 'tombstone',
      hidden: true,
      text: 'This message was deleted.',
    }
    channel.messages = channel.messages.map((it) => (it === message ? tombstone : it))
  }

  find(channel: Channel, ts: string): Message | undefined {
    return channel.messages.find((it) => it.ts === ts)
  }

  /** The first message and its replies, oldest first. */
  thread(channel: Channel, rootTs: string): Message[] {
    return channel.messages.filter((it) => rootOf(it) === rootTs)
  }

  replies(channel: Channel, rootTs: string): Message[] {
    return this.thread(channel, rootTs).filter(isReply)
  }

  /** A new `ts`: the seconds of the clock, and microseconds that make it later than every other. */
  nextTs(): string {
    const micros = Math.max(this.#clock.now() * 1000, this.#lastMicros + 1)
    this.#lastMicros = micros
    return `${Math.floor(micros / 1e6)}.${String(micros % 1e6).padStart(6, '0')}`
  }

  nextId(prefix: string): string {
    return this.#chance.id(prefix)
  }

  /** A reply to a reply belongs to the thread of the first message. */
  #inThread(channel: Channel, draft: Draft): Draft {
    if (draft.thread_ts === undefined) return draft
    const target = this.find(channel, draft.thread_ts)
    return target ? { ...draft, thread_ts: rootOf(target) } : draft
  }
}

export interface User {
  readonly id: string
  readonly name: string
  readonly locale: string
  readonly timeZone: string
  readonly guest: boolean
  /** Of another organisation for who comes through Slack Connect. */
  readonly teamId: string
  deleted: boolean
  /** Set on bots only. */
  readonly botId?: string
}

export interface Channel {
  readonly id: string
  readonly name: string
  readonly kind: ChannelKind
  readonly members: Set<string>
  messages: Message[]
  ephemerals: Ephemeral[]
  /** `assistant.threads.setStatus`, by the thread's root. */
  readonly statuses: Map<string, { text: string; until: number }>
  /** Who may post what: https://docs.slack.dev/reference/methods/chat.postMessage#errors */
  posting: 'everyone' | 'read-only' | 'threads-only' | 'no-threads'
  readonly lockedThreads: Set<string>
  archived: boolean
  /** Shared with another organisation through Slack Connect. */
  readonly external: boolean
  readonly locale: string
}
