import type { VirtualClock } from './clock.ts'
import type { Deliveries } from './deliveries.ts'
import type { Installation } from './installation.ts'
import { defined, type JsonRecord } from './json.ts'
import { isReply, type Message, rootOf } from './message.ts'
import { EVENTS, KINDS } from './rules/events.ts'
import type { Channel, User, Workspace } from './workspace.ts'

/** Tells the app what happens in the workspace, as far as its subscriptions, scopes and memberships let it know. */
export class Events {
  readonly #workspace: Workspace
  readonly #installation: Installation
  readonly #deliveries: Deliveries
  readonly #clock: VirtualClock

  constructor(workspace: Workspace, installation: Installation, deliveries: Deliveries, clock: VirtualClock) {
    this.#workspace = workspace
    this.#installation = installation
    this.#deliveries = deliveries
    this.#clock = clock
  }

  /** A message, and a second event about the same message when the app is mentioned in it. */
  posted(channel: Channel, message: Message): void {
    this.#message(channel, {
      ...shown(message),
      ...this.#teams(message),
      ...(message.subtype === 'thread_broadcast' ? this.#root(channel, message) : {}),
    })
    const mentioned = message.text.includes(`<@${this.#workspace.app.id}`)
    const { subtype, ...mention } = { ...shown(message), ...this.#teams(message) }
    if (mentioned && message.user !== this.#workspace.app.id && channel.kind !== 'im') {
      this.#tell('app_mention', channel, { ...mention, type: 'app_mention', channel: channel.id, event_ts: message.ts })
    }
  }

  changed(channel: Channel, message: Message, previous: Message): void {
    const change = {
      type: 'message',
      subtype: 'message_changed',
      hidden: true,
      message: shown(message),
      previous_message: shown(previous),
    }
    this.#message(channel, { ...change, ts: this.#workspace.nextTs() })
  }

  deleted(channel: Channel, previous: Message): void {
    const deletion = {
      type: 'message',
      subtype: 'message_deleted',
      hidden: true,
      deleted_ts: previous.ts,
      previous_message: shown(previous),
    }
    this.#message(channel, { ...deletion, ts: this.#workspace.nextTs() })
  }

  joined(channel: Channel, user: User, inviter: User): void {
    const event = {
      type: 'member_joined_channel',
      user: user.id,
      channel: channel.id,
      channel_type: 'C',
      team: this.#workspace.team.id,
      inviter: inviter.id,
    }
    this.#tell('member_joined_channel', channel, { ...event, event_ts: this.#workspace.nextTs() })
  }

  homeOpened(user: User, tab: 'home' | 'messages', view: JsonRecord | undefined): void {
    const channel = this.#workspace.directMessages(user)
    const event = {
      type: 'app_home_opened',
      user: user.id,
      channel: channel.id,
      tab,
      view,
      event_ts: this.#workspace.nextTs(),
    }
    this.#tell('app_home_opened', channel, defined(event))
  }

  uninstalled(): void {
    this.#tell('app_uninstalled', undefined, { type: 'app_uninstalled', event_ts: this.#workspace.nextTs() })
  }

  /** Users whose own tokens of the app, or bots whose tokens, are worth nothing any more. */
  tokensRevoked(tokens: { readonly oauth: readonly string[] } | { readonly bot: readonly string[] }): void {
    this.#tell('tokens_revoked', undefined, { type: 'tokens_revoked', tokens, event_ts: this.#workspace.nextTs() })
  }

  #message(channel: Channel, event: JsonRecord): void {
    const located = { ...event, channel: channel.id, channel_type: channel.kind, event_ts: event.ts }
    this.#tell(KINDS[channel.kind].event, channel, located)
  }

  #tell(name: string, channel: Channel | undefined, event: JsonRecord): void {
    const scopes = EVENTS[name] ?? []
    const { botEvents, scopes: granted } = this.#installation
    const mayKnow = scopes.length === 0 || scopes.some((scope) => granted.has(scope))
    const isMember = channel === undefined || channel.members.has(this.#workspace.app.id)
    if (!botEvents.has(name) || !mayKnow || !isMember) return
    this.#deliveries.send('events_api', about(event), this.#wrap(event, channel))
  }

  /** Whose words they are: https://docs.slack.dev/apis/slack-connect */
  #teams({ user }: Message): JsonRecord {
    const author = this.#workspace.users.get(user ?? '')
    if (!author) return {}
    const { teamId: team } = author
    return this.#workspace.isForeign(author) ? { team, user_team: team, source_team: team } : { team }
  }

  /** `team_id` is the author's, `context_team_id` the app's: https://github.com/slackapi/bolt-js/issues/2773 */
  #wrap(event: JsonRecord, channel: Channel | undefined): JsonRecord {
    const { team, app, users } = this.#workspace
    return {
      type: 'event_callback',
      token: this.#installation.verificationToken,
      team_id: users.get(String(event.user))?.teamId ?? team.id,
      context_team_id: team.id,
      context_enterprise_id: null,
      api_app_id: this.#installation.appId,
      event,
      event_id: this.#workspace.nextId('Ev'),
      event_time: Math.floor(this.#clock.now() / 1000),
      authorizations: [
        { enterprise_id: null, team_id: team.id, user_id: app.id, is_bot: true, is_enterprise_install: false },
      ],
      is_ext_shared_channel: channel?.external ?? false,
    }
  }

  #root(channel: Channel, message: Message): JsonRecord {
    const root = this.#workspace.find(channel, rootOf(message))
    return root ? { root: asHistory(this.#workspace, channel, root) } : {}
  }
}

/** A message as events show it: as it is, without what Slack keeps to itself. */
export function shown(message: Message): JsonRecord {
  const { channel: _, hidden: __, ...rest } = structuredClone(message)
  return 'to' in rest ? defined({ ...rest, to: undefined }) : { ...rest }
}

/** A message as `conversations.history` and `conversations.replies` show it: with the count of its replies. */
export function asHistory(workspace: Workspace, channel: Channel, message: Message): JsonRecord {
  const replies = isReply(message) ? [] : workspace.replies(channel, message.ts)
  if (replies.length === 0) return shown(message)
  const authors = [...new Set(replies.map((it) => it.user ?? it.bot_id ?? ''))]
  return {
    ...shown(message),
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users_count: authors.length,
    reply_users: authors,
    latest_reply: replies.at(-1)?.ts,
  }
}

function about(event: JsonRecord): string {
  return typeof event.subtype === 'string' ? `message.${event.subtype}` : String(event.type)
}
