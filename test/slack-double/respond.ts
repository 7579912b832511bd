import type { Double } from './double.ts'
import type { ResponseTarget } from './interactivity.ts'
import { type JsonRecord, recordsOf, stringOf } from './json.ts'
import type { Ephemeral, Message } from './message.ts'
import { deleteAsApp, postAsApp, postEphemeralAsApp, updateAsApp } from './methods/chat.ts'
import { Refusal } from './refusal.ts'
import { checkContent } from './rules/messages.ts'
import type { Channel } from './workspace.ts'

/** What may be posted to a response_url: https://docs.slack.dev/interactivity/handling-user-interaction */
const FIELDS = new Set([
  'text',
  'blocks',
  'attachments',
  'markdown_text',
  'metadata',
  'mrkdwn',
  'parse',
  'link_names',
  'unfurl_links',
  'unfurl_media',
  'response_type',
  'replace_original',
  'delete_original',
  'thread_ts',
])

/** Carries out what the app answered to an interaction or a command: ephemeral unless it says `in_channel`. */
export function respond(double: Double, target: ResponseTarget, body: JsonRecord): void {
  const unknown = Object.keys(body).find((name) => !FIELDS.has(name))
  if (unknown !== undefined) throw Refusal.with('invalid_arg_name', [`[ERROR] unknown argument: ${unknown}`])
  const channel = double.workspace.channels.get(target.channelId)
  if (!channel) throw new Refusal('channel_not_found')
  const original = originalOf(channel, target)
  if (!body.delete_original) checkContent(body, double.faults.refusedBlocks)
  if (body.replace_original && body.thread_ts) throw new Refusal('invalid_arguments')
  if (body.delete_original) withdraw(double, channel, original)
  else if (body.replace_original) replace(double, channel, original, body)
  else if (body.response_type === 'in_channel') postAsApp(double, channel, body)
  else postEphemeralAsApp(double, channel, target.userId, body)
}

function originalOf(channel: Channel, { userId, messageTs }: ResponseTarget): Message | Ephemeral | undefined {
  const ephemeral = channel.ephemerals.find((it) => it.ts === messageTs && it.to === userId)
  return ephemeral ?? channel.messages.find((it) => it.ts === messageTs)
}

function withdraw(double: Double, channel: Channel, original: Message | undefined): void {
  if (!original) throw new Refusal('message_not_found')
  if (!isEphemeral(original)) {
    deleteAsApp(double, channel, original)
    return
  }
  channel.ephemerals = channel.ephemerals.filter((it) => it !== original)
  double.journal.outgoing.push({ kind: 'deletion', where: channel.id, content: {} })
}

/** What was ephemeral stays ephemeral. */
function replace(double: Double, channel: Channel, original: Message | undefined, body: JsonRecord): void {
  if (!original) throw new Refusal('message_not_found')
  if (!isEphemeral(original)) {
    updateAsApp(double, channel, original, body)
    return
  }
  channel.ephemerals = channel.ephemerals.filter((it) => it !== original)
  const threadTs = original.thread_ts
  postEphemeralAsApp(double, channel, original.to, { ...body, ...(threadTs ? { thread_ts: threadTs } : {}) })
}

function isEphemeral(message: Message): message is Ephemeral {
  return 'to' in message
}

/** The content of an answer that came with an acknowledgement; none when the app only acknowledged. */
export function contentOf(answer: JsonRecord): JsonRecord | undefined {
  const says = stringOf(answer.text) || recordsOf(answer.blocks).length > 0 || recordsOf(answer.attachments).length > 0
  return says ? answer : undefined
}
