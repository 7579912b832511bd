import type { Double } from '../double.ts'
import { type JsonRecord, recordOf, recordsOf } from '../json.ts'
import { type Ephemeral, isReply, type Message, rootOf } from '../message.ts'
import type { StoredView } from '../views.ts'
import type { Channel, Workspace } from '../workspace.ts'
import { blockLines } from './blocks.ts'
import { visibleText } from './mrkdwn.ts'

/** The messages of a channel that a person can see: everybody's, and those that only this person gets. */
export function visibleMessages(channel: Channel, userId: string): (Message | Ephemeral)[] {
  const own = channel.ephemerals.filter(({ to }) => to === userId)
  const all = [...channel.messages.filter((it) => !it.hidden || it.subtype === 'tombstone'), ...own]
  return all.sort((one, other) => Number(one.ts) - Number(other.ts))
}

/** The screen of a person who looks at a channel with its threads open, or at one thread. */
export function screen(double: Double, channel: Channel, userId: string, threadTs?: string): string {
  const messages = visibleMessages(channel, userId)
  const roots = messages.filter((it) => (threadTs ? it.ts === threadTs : !isReply(it)))
  return roots.flatMap((root) => threadLines(double, channel, root, messages)).join('\n')
}

/** What a screen reader reads of a message: its `text`, and nothing of its blocks. */
export function spoken(message: Message, workspace: Workspace): string {
  return `${authorOf(message, workspace)}: ${visibleText(message.text, workspace)}`
}

export function viewLines(view: StoredView, workspace: Workspace): string[] {
  const words = (part: unknown): string[] => {
    const { text } = recordOf(part)
    return typeof text === 'string' ? [text] : []
  }
  const buttons = [...words(view.submit), ...words(view.close)].map((label) => `[${label}]`)
  return [
    ...words(view.title),
    ...blockLines(view.blocks, workspace),
    ...(buttons.length > 0 ? [buttons.join(' ')] : []),
  ]
}

function threadLines(double: Double, channel: Channel, root: Message, messages: readonly Message[]): string[] {
  const replies = messages.filter((it) => isReply(it) && rootOf(it) === root.ts)
  return [
    ...messageLines(root, double.workspace),
    ...replies.flatMap((reply) => indented(messageLines(reply, double.workspace), '  ↳ ')),
    ...statusLines(double, channel, root.ts),
  ]
}

function statusLines({ workspace, clock }: Double, channel: Channel, threadTs: string): string[] {
  const status = channel.statuses.get(threadTs)
  return status && status.until > clock.now() ? [`  ↳ (${workspace.app.name} ${status.text})`] : []
}

function messageLines(message: Message | Ephemeral, workspace: Workspace): string[] {
  const private_ = 'to' in message ? ' (only visible to you)' : ''
  return indented(
    [...contentLines(message, workspace), ...marks(message)],
    `${authorOf(message, workspace)}${private_}: `,
    '  ',
  )
}

/** Blocks are shown instead of the text, attachments below it. */
function contentLines(message: Message, workspace: Workspace): string[] {
  const blocks = message.blocks ?? []
  const own = blocks.length > 0 ? blockLines(blocks, workspace) : visibleText(message.text, workspace).split('\n')
  return [...own, ...(message.attachments ?? []).flatMap((it) => attachmentLines(it, workspace))]
}

function attachmentLines(attachment: JsonRecord, workspace: Workspace): string[] {
  const { pretext, title, text, footer } = attachment
  const texts = [pretext, title, text, footer].filter((it): it is string => typeof it === 'string')
  const fields = recordsOf(attachment.fields).map(({ title, value }) => `${title}: ${value}`)
  const lines = [...texts, ...fields].flatMap((it) => visibleText(it, workspace).split('\n'))
  return [...lines, ...blockLines(recordsOf(attachment.blocks), workspace)].map((line) => `| ${line}`)
}

function marks(message: Message): string[] {
  const files = (message.files ?? []).map(({ name }) => `(file: ${name})`)
  const reactions = (message.reactions ?? []).map(({ name, count }) => `:${name}: ${count}`)
  return [...files, ...reactions, ...(message.edited ? ['(edited)'] : [])]
}

function authorOf(message: Message, { users }: Workspace): string {
  return message.username ?? users.get(message.user ?? '')?.name ?? 'Slackbot'
}

function indented(lines: readonly string[], first: string, rest = '  '): string[] {
  return lines.map((line, at) => (at === 0 ? `${first}${line}` : `${rest}${line}`))
}
