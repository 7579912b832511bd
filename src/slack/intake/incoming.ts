import { z } from 'zod'

/** A file that hangs on a message. */
export interface IncomingFile {
  readonly id: string
  readonly name: string
  readonly mimetype: string
  readonly size: number
  readonly url: string
  /** In a channel shared with another organisation Slack tells of a file only its id: the rest is to be asked for. */
  readonly mustAsk: boolean
}

/** The words of a message and what hangs on it. */
export interface Written {
  readonly text: string
  readonly files: readonly IncomingFile[]
}

/** A message or an edit of one, cut to what we use; its text is redacted before it is kept. */
export interface IncomingMessage<Kind extends 'message' | 'edit' = 'message' | 'edit'> extends Written {
  readonly kind: Kind
  readonly team: string
  readonly channel: string
  readonly direct: boolean
  readonly ts: string
  /** The root of the thread; the message itself when it stands alone. */
  readonly thread: string
  readonly user: string | undefined
  readonly bot: string | undefined
  readonly mentioned: boolean
  readonly addressedToOther: boolean
  readonly external: boolean
}

/** We were added to a channel. */
export interface IncomingJoin {
  readonly kind: 'join'
  readonly team: string
  readonly channel: string
}

/** We were removed from the workspace, or our token is worth nothing any more: nothing may be kept. */
export interface IncomingRemoval {
  readonly kind: 'removal'
}

export type Incoming = IncomingMessage<'message'> | IncomingMessage<'edit'> | IncomingJoin | IncomingRemoval

/** Who we are in the workspace. */
export interface Ourselves {
  readonly team: string
  readonly user: string
  readonly bot: string
  /** The address of the workspace, which links to its messages begin with. */
  readonly url?: string
}

const file = z.object({
  id: z.string(),
  name: z.string().nullish(),
  mimetype: z.string().nullish(),
  size: z.number().nullish(),
  url_private_download: z.string().nullish(),
  url_private: z.string().nullish(),
  file_access: z.string().nullish(),
})

const textual = z.object({ text: z.string().nullish() })
const attachment = z.object({
  pretext: z.string().nullish(),
  title: z.string().nullish(),
  text: z.string().nullish(),
  fallback: z.string().nullish(),
  fields: z.array(z.object({ title: z.string().nullish(), value: z.string().nullish() })).nullish(),
  blocks: z.array(z.unknown()).nullish(),
})

const message = z.object({
  ts: z.string(),
  thread_ts: z.string().nullish(),
  user: z.string().nullish(),
  bot_id: z.string().nullish(),
  subtype: z.string().nullish(),
  text: z.string().nullish(),
  blocks: z.array(z.unknown()).nullish(),
  attachments: z.array(attachment).nullish(),
  files: z.array(z.unknown()).nullish(),
})

const envelope = z.object({
  type: z.literal('event_callback'),
  event_id: z.string().min(1),
  team_id: z.string().nullish(),
  context_team_id: z.string().nullish(),
  is_ext_shared_channel: z.boolean().nullish(),
  event: z
    .object({
      type: z.string(),
      subtype: z.string().nullish(),
      channel: z.string().nullish(),
      channel_type: z.string().nullish(),
      user: z.string().nullish(),
      tokens: z.object({ bot: z.array(z.string()).nullish() }).nullish(),
    })
    .loose(),
})

export interface ReadEnvelope {
  readonly key: string
  /** Undefined for what we have no use for. */
  readonly incoming: Incoming | undefined
}

/** Subtypes that a person's or a bot's words come with; all others are the workspace talking about itself. */
const SPOKEN: ReadonlySet<string | undefined> = new Set([
  undefined,
  'file_share',
  'bot_message',
  'thread_broadcast',
  'me_message',
])

/**
 * Reads an Events API envelope. Undefined when it is none, or one that nobody misses after a crash: a Home tab that was
 * opened is opened again. Then it is not for us to keep and acknowledge.
 */
export function readEnvelope(body: unknown, ourselves: Ourselves): ReadEnvelope | undefined {
  const parsed = envelope.safeParse(body)
  if (!parsed.success) return undefined
  if (parsed.data.event.type === 'app_home_opened') return undefined
  const { event_id: key, event, team_id, context_team_id, is_ext_shared_channel } = parsed.data
  const where = {
    team: context_team_id ?? team_id ?? ourselves.team,
    channel: event.channel ?? '',
    direct: event.channel_type === 'im' || event.channel?.startsWith('D') === true,
    external: is_ext_shared_channel === true,
  }
  if (event.type === 'app_uninstalled') return { key, incoming: readRemoval(where.team, ourselves) }
  // People's own tokens are revoked by the same event.
  if (event.type === 'tokens_revoked' && event.tokens?.bot?.length)
    return { key, incoming: readRemoval(where.team, ourselves) }
  if (event.type === 'member_joined_channel')
    return { key, incoming: readJoin(event.user ?? undefined, where, ourselves) }
  if (event.type !== 'message' && event.type !== 'app_mention') return { key, incoming: undefined }
  return { key, incoming: readMessage(event, where, ourselves) }
}

/** What a message says, as Slack's methods and shortcuts hand it out; nothing when it is no message. */
export function readWritten(value: unknown): Written {
  const parsed = message.safeParse(value)
  if (!parsed.success) return { text: '', files: [] }
  return { text: textOf(parsed.data), files: (parsed.data.files ?? []).flatMap(readFile) }
}

type Where = Pick<IncomingMessage, 'team' | 'channel' | 'direct' | 'external'>

function readJoin(user: string | undefined, { team, channel }: Where, ourselves: Ourselves): IncomingJoin | undefined {
  return user === ourselves.user ? { kind: 'join', team, channel } : undefined
}

function readRemoval(team: string, ourselves: Ourselves): IncomingRemoval | undefined {
  return team === ourselves.team ? { kind: 'removal' } : undefined
}

function readMessage(
  event: Record<string, unknown> & { subtype?: string | null | undefined },
  where: Where,
  ourselves: Ourselves,
): IncomingMessage | undefined {
  const isEdit = event.subtype === 'message_changed'
  const parsed = message.safeParse(isEdit ? event.message : event)
  if (!parsed.success || where.channel === '') return undefined
  const said = parsed.data
  if (!SPOKEN.has(said.subtype ?? undefined)) return undefined
  const text = textOf(said)
  const mention = `<@${ourselves.user}>`
  return {
    kind: isEdit ? 'edit' : 'message',
    ...where,
    ts: said.ts,
    thread: said.thread_ts ?? said.ts,
    user: said.user ?? undefined,
    bot: said.bot_id ?? undefined,
    text: text.replaceAll(mention, ' ').trim(),
    files: (said.files ?? []).flatMap(readFile),
    mentioned: text.includes(mention),
    addressedToOther: /^\s*<@/.test(text) && !text.trimStart().startsWith(mention),
  }
}

/** What a message says: its text, and what alerts put into attachments and blocks. */
function textOf({ text, attachments, blocks }: z.infer<typeof message>): string {
  const attached = (attachments ?? []).flatMap((it) => [
    it.pretext,
    it.title,
    it.text ?? it.fallback,
    ...(it.fields ?? []).map((field) => `${field.title ?? ''} ${field.value ?? ''}`),
    ...(it.blocks ?? []).flatMap(textsIn),
  ])
  const spoken = text || (blocks ?? []).flatMap(textsIn).join('\n')
  return [spoken, ...attached].filter(Boolean).join('\n')
}

/** The texts of a block, wherever they stand in it, to a bounded depth. */
function textsIn(node: unknown, depth = 0): string[] {
  if (depth > 8 || typeof node !== 'object' || node === null) return []
  if (Array.isArray(node)) return node.flatMap((child) => textsIn(child, depth + 1))
  const own = textual.safeParse(node)
  const here = own.success && own.data.text ? [own.data.text] : []
  return [...here, ...Object.values(node).flatMap((child) => textsIn(child, depth + 1))]
}

/** A file as messages and `files.info` describe it; empty for what is none. */
export function readFile(value: unknown): IncomingFile[] {
  const parsed = file.safeParse(value)
  if (!parsed.success) return []
  const { id, name, mimetype, size, url_private_download, url_private, file_access } = parsed.data
  const url = url_private_download ?? url_private ?? ''
  const mustAsk = file_access === 'check_file_info'
  return [{ id, name: name ?? '', mimetype: mimetype ?? '', size: size ?? 0, url, mustAsk }]
}
