import type { Double } from '../double.ts'
import { isReply, type Message, rootOf } from '../message.ts'
import { Refusal } from '../refusal.ts'
import type { Channel, User } from '../workspace.ts'

/** The channel, if the app may know of it: private ones and other people's direct messages do not exist for it. */
export function knownChannel({ workspace }: Double, id: unknown): Channel {
  const channel = workspace.channels.get(String(id))
  const hidden = channel?.kind !== 'channel' && !channel?.members.has(workspace.app.id)
  if (!channel || hidden) throw new Refusal('channel_not_found')
  return channel
}

/** The channel, if the app may read what is said there. */
export function readableChannel(double: Double, id: unknown): Channel {
  const channel = knownChannel(double, id)
  if (!channel.members.has(double.workspace.app.id)) throw new Refusal('not_in_channel')
  return channel
}

/** The channel, if the app may post there. A person's id stands for the direct messages with that person. */
export function postableChannel(double: Double, id: unknown, threadTs: unknown): Channel {
  const { workspace, installation } = double
  const person = workspace.users.get(String(id))
  const channel = person ? workspace.directMessages(person) : knownChannel(double, id)
  const publicly = channel.kind === 'channel' && installation.scopes.has('chat:write.public')
  if (!channel.members.has(workspace.app.id) && !publicly) throw new Refusal('not_in_channel')
  if (channel.archived) throw new Refusal('is_archived')
  if (channel.kind === 'im' && !installation.messagesTab) throw new Refusal('messages_tab_disabled')
  refuseRestricted(channel, threadTs)
  if (threadTs !== undefined) refuseUnanswerable(double, channel, String(threadTs))
  return channel
}

function refuseRestricted(channel: Channel, threadTs: unknown): void {
  const inThread = threadTs !== undefined
  if (channel.posting === 'read-only') throw new Refusal('restricted_action_read_only_channel')
  if (channel.posting === 'threads-only' && !inThread) throw new Refusal('restricted_action_thread_only_channel')
  if (channel.posting === 'no-threads' && inThread) throw new Refusal('restricted_action_non_threadable_channel')
  if (channel.lockedThreads.has(String(threadTs))) throw new Refusal('restricted_action_thread_locked')
}

/** Joins and other notices take no replies, and neither does a message that is gone. */
function refuseUnanswerable({ workspace }: Double, channel: Channel, threadTs: string): void {
  const target = workspace.find(channel, threadTs)
  const root = target && isReply(target) ? workspace.find(channel, rootOf(target)) : target
  if (!root || NOTICES.has(root.subtype ?? '')) throw new Refusal('cannot_reply_to_message')
}

const NOTICES = new Set(['channel_join', 'channel_leave', 'channel_topic'])

export function messageAt({ workspace }: Double, channel: Channel, ts: unknown): Message {
  const message = workspace.find(channel, String(ts))
  if (!message || message.subtype === 'tombstone') throw new Refusal('message_not_found')
  return message
}

export function userWith({ workspace }: Double, id: unknown): User {
  const user = workspace.users.get(String(id))
  if (!user) throw new Refusal('user_not_found')
  return user
}
