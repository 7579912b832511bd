import type { Double } from '../double.ts'
import type { JsonRecord } from '../json.ts'
import { Refusal } from '../refusal.ts'
import { messageAt, readableChannel } from './access.ts'

/** A status goes away by itself: https://docs.slack.dev/reference/methods/assistant.threads.setStatus */
const STATUS_LIFE_MS = 120_000
const LOADING_MESSAGES_MAX = 10
const REACTIONS_MAX = 23

/** The methods that stand alone: sockets, files, reactions and the status line of a thread. */
export const rest: Readonly<Record<string, (double: Double, args: JsonRecord) => JsonRecord>> = {
  'apps.connections.open'({ sockets, addresses }) {
    return { url: `${addresses.api.replace('http', 'ws')}${sockets.issueTicket()}` }
  },

  'files.info'({ workspace }, args) {
    const file = workspace.files.get(String(args.file))
    const isShared = file && workspace.channels.get(file.channel)?.members.has(workspace.app.id)
    if (!isShared) throw new Refusal('file_not_found')
    return { file: file.record, comments: [], response_metadata: { next_cursor: '' } }
  },

  'reactions.add'(double, args) {
    const channel = readableChannel(double, args.channel)
    const message = messageAt(double, channel, args.timestamp)
    addReaction(message, String(args.name), double.workspace.app.id)
    double.journal.outgoing.push({ kind: 'reaction', where: channel.id, content: { name: args.name } })
    return {}
  },

  'assistant.threads.setStatus'(double, args) {
    const channel = readableChannel(double, args.channel_id)
    const threadTs = String(args.thread_ts)
    if (!double.workspace.find(channel, threadTs)) throw new Refusal('invalid_thread_ts')
    const loading = Array.isArray(args.loading_messages) ? args.loading_messages : []
    if (loading.length > LOADING_MESSAGES_MAX) throw new Refusal('invalid_arguments')
    const text = String(args.status ?? '')
    if (text === '') channel.statuses.delete(threadTs)
    else channel.statuses.set(threadTs, { text, until: double.clock.now() + STATUS_LIFE_MS })
    double.journal.outgoing.push({ kind: 'status', where: channel.id, content: { status: text, loading } })
    return {}
  },
}

function addReaction(
  message: { reactions?: { name: string; users: string[]; count: number }[] },
  name: string,
  user: string,
): void {
  if (!/^[\w+'-]+(?:::skin-tone-[2-6])?$/.test(name)) throw new Refusal('invalid_name')
  message.reactions ??= []
  const reaction = message.reactions.find((it) => it.name === name)
  if (reaction?.users.includes(user)) throw new Refusal('already_reacted')
  if (!reaction && message.reactions.length >= REACTIONS_MAX) throw new Refusal('too_many_emoji')
  if (!reaction) message.reactions.push({ name, users: [user], count: 1 })
  else Object.assign(reaction, { users: [...reaction.users, user], count: reaction.count + 1 })
}
