import type { Double } from '../double.ts'
import { shown } from '../events.ts'
import { defined, type JsonRecord, recordsOf } from '../json.ts'
import { type Draft, isReply, type Message } from '../message.ts'
import { Refusal } from '../refusal.ts'
import { textFromBlocks } from '../render/blocks.ts'
import { escaped } from '../render/mrkdwn.ts'
import { withIds } from '../rules/blocks.ts'
import { checkContent, TEXT_LIMITS } from '../rules/messages.ts'
import type { Channel } from '../workspace.ts'
import { knownChannel, messageAt, postableChannel, readableChannel, userWith } from './access.ts'

type Method = (double: Double, args: JsonRecord) => JsonRecord

export const chat: Readonly<Record<string, Method>> = {
  'chat.postMessage'(double, args) {
    refuseAuthorship(double, args)
    checkContent(args, double.faults.refusedBlocks)
    const channel = postableChannel(double, args.channel, args.thread_ts)
    const message = postAsApp(double, channel, args)
    const cut = String(args.text ?? '').length > TEXT_LIMITS.post
    return {
      channel: channel.id,
      ts: message.ts,
      message: shown(message),
      ...(cut ? { warning: 'message_truncated' } : {}),
    }
  },

  'chat.postEphemeral'(double, args) {
    refuseAuthorship(double, args)
    checkContent(args, double.faults.refusedBlocks)
    refuseLong(args.text, TEXT_LIMITS.ephemeral)
    const channel = postableChannel(double, args.channel, args.thread_ts)
    if (!channel.members.has(String(args.user))) throw new Refusal('user_not_in_channel')
    return { message_ts: postEphemeralAsApp(double, channel, userWith(double, args.user).id, args).ts }
  },

  'chat.update'(double, args) {
    checkContent(args, double.faults.refusedBlocks)
    refuseLong(args.text, TEXT_LIMITS.update)
    const channel = knownChannel(double, args.channel)
    const message = messageAt(double, channel, args.ts)
    if (message.user !== double.workspace.app.id) throw new Refusal('cant_update_message')
    updateAsApp(double, channel, message, args)
    return { channel: channel.id, ts: message.ts, text: message.text, message: shown(message) }
  },

  'chat.delete'(double, args) {
    const channel = knownChannel(double, args.channel)
    const message = messageAt(double, channel, args.ts)
    if (message.user !== double.workspace.app.id) throw new Refusal('cant_delete_message')
    deleteAsApp(double, channel, message)
    return { channel: channel.id, ts: message.ts }
  },

  'chat.getPermalink'(double, args) {
    const channel = readableChannel(double, args.channel)
    return { channel: channel.id, permalink: permalink(double, channel, messageAt(double, channel, args.message_ts)) }
  },
}

export function postAsApp(double: Double, channel: Channel, content: JsonRecord): Message {
  const message = double.workspace.post(channel, draftOf(double, content))
  if (content.reply_broadcast && isReply(message)) message.subtype = 'thread_broadcast'
  channel.statuses.delete(message.thread_ts ?? '')
  note(double, 'message', channel.id, content)
  double.events.posted(channel, message)
  return message
}

export function postEphemeralAsApp(double: Double, channel: Channel, userId: string, content: JsonRecord): Message {
  note(double, 'ephemeral', channel.id, { ...content, user: userId })
  return double.workspace.postEphemeral(channel, userId, draftOf(double, content))
}

/** Text without blocks takes the blocks away; attachments and metadata stay unless they are given. */
export function updateAsApp(double: Double, channel: Channel, message: Message, content: JsonRecord): void {
  const previous = structuredClone(message)
  const { blocks, ...draft } = draftOf(double, content)
  delete message.blocks
  Object.assign(message, { text: draft.text }, blocks ? { blocks } : edited(double))
  if (content.attachments !== undefined) message.attachments = recordsOf(content.attachments)
  if (draft.metadata) message.metadata = draft.metadata
  if (draft.metadata && Object.keys(draft.metadata).length === 0) delete message.metadata
  note(double, 'update', channel.id, content)
  double.events.changed(channel, message, previous)
}

export function deleteAsApp(double: Double, channel: Channel, message: Message): void {
  double.workspace.remove(channel, message)
  note(double, 'deletion', channel.id, {})
  double.events.deleted(channel, message)
}

/** A message whose `text` was not given has what Slack reads out of its blocks. */
function draftOf({ workspace, installation }: Double, content: JsonRecord): Draft {
  const markdown = content.markdown_text === undefined ? undefined : [{ type: 'markdown', text: content.markdown_text }]
  const given = markdown ?? recordsOf(content.blocks)
  const blocks = given.length > 0 ? withIds(given, () => workspace.nextId('b')) : undefined
  const text = String(content.text || escaped(textFromBlocks(blocks ?? [], workspace))).slice(0, TEXT_LIMITS.post)
  const { botId } = workspace.app
  return defined({
    user: workspace.app.id,
    bot_id: botId,
    app_id: installation.appId,
    text,
    blocks,
    attachments: content.attachments,
    metadata: content.metadata,
    thread_ts: content.thread_ts,
    username: content.username,
  }) as unknown as Draft
}

function edited({ workspace }: Double): Partial<Message> {
  return { edited: { user: workspace.app.id, ts: workspace.nextTs() } }
}

function note(
  { journal }: Double,
  kind: 'message' | 'ephemeral' | 'update' | 'deletion',
  where: string,
  content: JsonRecord,
): void {
  journal.outgoing.push({ kind, where, content })
}

function permalink({ workspace }: Double, channel: Channel, message: Message): string {
  const thread = isReply(message) ? `?thread_ts=${message.thread_ts}&cid=${channel.id}` : ''
  return `https://${workspace.team.domain}.slack.com/archives/${channel.id}/p${message.ts.replace('.', '')}${thread}`
}

function refuseLong(text: unknown, limit: number): void {
  if (String(text ?? '').length > limit) throw new Refusal('msg_too_long')
}

/** Another name or picture than the app's own needs a scope of its own; `as_user` is gone. */
function refuseAuthorship({ installation }: Double, args: JsonRecord): void {
  if (args.as_user) throw new Refusal('as_user_not_supported')
  const dressed = [args.username, args.icon_emoji, args.icon_url].some(Boolean)
  if (dressed && !installation.scopes.has('chat:write.customize')) {
    throw new Refusal('missing_scope', { needed: 'chat:write.customize', provided: [...installation.scopes].join(',') })
  }
}
