import type { Double } from '../double.ts'
import { asHistory } from '../events.ts'
import { defined, type JsonRecord } from '../json.ts'
import type { Message } from '../message.ts'
import { Refusal } from '../refusal.ts'
import type { Channel } from '../workspace.ts'
import { knownChannel, readableChannel } from './access.ts'

const PAGE_DEFAULT = 100
const REPLIES_DEFAULT = 1000
const PAGE_MAX = 1000

export const conversations: Readonly<Record<string, (double: Double, args: JsonRecord) => JsonRecord>> = {
  'conversations.info'(double, args) {
    const channel = knownChannel(double, args.channel)
    return { channel: describe(double, channel, args) }
  },

  /** Newest first, without replies that stayed in their thread. */
  'conversations.history'(double, args) {
    const channel = readableChannel(double, args.channel)
    const top = channel.messages.filter((it) => isOnTop(it) && isWithin(it, args)).reverse()
    return page(double, channel, top, args, PAGE_DEFAULT)
  },

  /** The first message, then the replies, oldest first. */
  'conversations.replies'(double, args) {
    const channel = readableChannel(double, args.channel)
    const [root, ...replies] = double.workspace.thread(channel, String(args.ts))
    if (!root) throw new Refusal('thread_not_found')
    return page(double, channel, [root, ...replies.filter((it) => isWithin(it, args))], args, REPLIES_DEFAULT)
  },
}

function describe({ workspace }: Double, channel: Channel, args: JsonRecord): JsonRecord {
  return defined({
    id: channel.id,
    name: channel.kind === 'im' ? undefined : channel.name,
    user: channel.kind === 'im' ? [...channel.members].find((id) => id !== workspace.app.id) : undefined,
    is_channel: channel.kind === 'channel',
    is_group: channel.kind === 'group',
    is_im: channel.kind === 'im',
    is_mpim: channel.kind === 'mpim',
    is_private: channel.kind !== 'channel',
    is_archived: channel.archived,
    is_ext_shared: channel.external,
    is_shared: channel.external,
    is_member: channel.members.has(workspace.app.id),
    context_team_id: workspace.team.id,
    locale: args.include_locale ? channel.locale : undefined,
    num_members: args.include_num_members ? channel.members.size : undefined,
  })
}

function page(double: Double, channel: Channel, messages: Message[], args: JsonRecord, usual: number): JsonRecord {
  const limit = Math.min(Number(args.limit ?? usual), PAGE_MAX)
  const start = args.cursor ? readCursor(String(args.cursor)) : 0
  const end = start + limit
  const cursor = end < messages.length ? Buffer.from(`next:${end}`).toString('base64') : ''
  return {
    messages: messages.slice(start, end).map((it) => asListed(double, channel, it, args)),
    has_more: cursor !== '',
    response_metadata: { next_cursor: cursor },
  }
}

/** Metadata is shown only to who asks for it. */
function asListed(double: Double, channel: Channel, message: Message, args: JsonRecord): JsonRecord {
  const { metadata, ...rest } = asHistory(double.workspace, channel, message)
  return args.include_all_metadata && metadata ? { ...rest, metadata } : rest
}

function readCursor(cursor: string): number {
  const [, at] = /^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString()) ?? []
  if (at === undefined) throw new Refusal('invalid_cursor')
  return Number(at)
}

function isOnTop(message: Message): boolean {
  return !message.thread_ts || message.thread_ts === message.ts || message.subtype === 'thread_broadcast'
}

function isWithin({ ts }: Message, { oldest, latest, inclusive }: JsonRecord): boolean {
  if (oldest !== undefined && !isTs(oldest)) throw new Refusal('invalid_ts_oldest')
  if (latest !== undefined && !isTs(latest)) throw new Refusal('invalid_ts_latest')
  const from = Number(oldest ?? 0)
  const to = Number(latest ?? Number.POSITIVE_INFINITY)
  const at = Number(ts)
  return (at > from && at < to) || (inclusive === true && (at === from || at === to))
}

function isTs(value: unknown): boolean {
  return /^\d{1,12}(?:\.\d{1,6})?$/.test(String(value))
}
