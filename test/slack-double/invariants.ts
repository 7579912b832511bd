import type { Double, Outgoing } from './double.ts'
import { type JsonRecord, recordsOf, stringsIn } from './json.ts'
import { isReply, type Message, rootOf } from './message.ts'
import { textFromBlocks } from './render/blocks.ts'
import { brokenMarkupIn, pingsIn } from './rules/markup.ts'
import { TEXT_LIMITS } from './rules/messages.ts'
import { secretsIn } from './rules/secrets.ts'

/** What a test knows better than the invariants. */
export interface Allowed {
  /** Whom the app may mention. */
  readonly mayPing?: readonly { readonly id: string }[]
  /** Messages of the app in one thread: one per investigation, updated in place. */
  readonly repliesPerThread?: number
  /** Texts that must never leave the app, beside everything that looks like a secret. */
  readonly secrets?: readonly string[]
}

/** Everything that the app did and must never do, one sentence each. */
export function violations(double: Double, allowed: Allowed): string[] {
  return [
    ...unanswered(double),
    ...double.journal.complaints,
    ...refusedCalls(double),
    ...unreadable(double),
    ...unintendedPings(double, allowed),
    ...markupErrors(double),
    ...repeatedReplies(double, allowed.repliesPerThread ?? 1),
    ...leakedSecrets(double, allowed.secrets ?? []),
    ...deadButtons(double),
    ...double.journal.rejections.map((reason) => `an unhandled rejection: ${String(reason)}`),
  ]
}

/** A missed deadline counts even if a later attempt was answered. */
function unanswered({ deliveries }: Double): string[] {
  return deliveries.log.flatMap(({ about, attempts }) =>
    attempts
      .filter(({ outcome }) => outcome === 'late' || outcome === 'refused')
      .map(({ outcome, tookMs }) => `${about} was not acknowledged: ${outcome} after ${Math.round(tookMs)} ms`),
  )
}

/** Calls that no state of the workspace excuses. What a fault of the test answered is not the app's mistake. */
const MISTAKES = new Set([
  'as_user_not_supported',
  'invalid_arg_name',
  'invalid_arguments',
  'invalid_attachments',
  'invalid_auth',
  'invalid_blocks_format',
  'invalid_metadata_format',
  'invalid_metadata_schema',
  'invalid_name',
  'invalid_post_type',
  'json_not_object',
  'markdown_text_conflict',
  'metadata_too_large',
  'msg_blocks_too_long',
  'msg_too_long',
  'no_text',
  'not_allowed_token_type',
  'not_authed',
  'ratelimited',
  'too_many_attachments',
  'unknown_method',
  'view_too_large',
])

function refusedCalls({ journal, faults }: Double): string[] {
  const isMistake = (code: string): boolean =>
    MISTAKES.has(code) || (code === 'invalid_blocks' && faults.refusedBlocks.size === 0)
  return journal.calls
    .filter(({ provoked, answer }) => !provoked && isMistake(String(answer.error)))
    .map(({ method, answer }) => `${method} was refused: ${JSON.stringify(answer)}`)
}

/** A screen reader reads the text only; past 4,000 characters Slack shows a message in pieces. */
function unreadable(double: Double): string[] {
  return said(double).flatMap(({ kind, content }) => {
    const text = accessibleText(double, content)
    if (text.trim() === '') return [`a ${kind} without accessible text: ${excerpt(content)}`]
    if (text.length > TEXT_LIMITS.recommended) return [`a ${kind} with ${text.length} characters of text`]
    return []
  })
}

function accessibleText(
  { workspace }: Double,
  { text, markdown_text: markdown, blocks, attachments }: JsonRecord,
): string {
  const fallbacks = recordsOf(attachments).map(({ fallback }) => fallback ?? '')
  return String(text || markdown || textFromBlocks(recordsOf(blocks), workspace) || fallbacks.join(' '))
}

function unintendedPings(double: Double, { mayPing = [] }: Allowed): string[] {
  const fine = new Set(mayPing.map(({ id }) => id))
  return said(double).flatMap(({ kind, content }) =>
    pingsIn(content)
      .filter((id) => !fine.has(id))
      .map((id) => `a ${kind} pings ${double.workspace.users.get(id)?.name ?? id}: ${excerpt(content)}`),
  )
}

function markupErrors(double: Double): string[] {
  return said(double).flatMap(({ kind, content }) =>
    brokenMarkupIn(content).map((place) => `a ${kind} with unescaped text: \`${place}\``),
  )
}

function repeatedReplies({ workspace }: Double, most: number): string[] {
  return [...workspace.channels.values()].flatMap(({ name, messages }) => {
    const own = messages.filter((it) => it.user === workspace.app.id && isReply(it))
    return [...groups(own).values()]
      .filter((replies) => replies.length > most)
      .map(
        (replies) =>
          `${replies.length} replies in one thread of ${name}: ${replies.map((it) => it.text.slice(0, 60)).join(' / ')}`,
      )
  })
}

function groups(messages: readonly Message[]): Map<string, Message[]> {
  const threads = new Map<string, Message[]>()
  for (const message of messages) threads.set(rootOf(message), [...(threads.get(rootOf(message)) ?? []), message])
  return threads
}

function leakedSecrets({ journal }: Double, known: readonly string[]): string[] {
  const sent = [
    ...journal.calls.map(({ method, args }) => ({ where: method, what: args })),
    ...journal.outgoing.map(({ kind, content }) => ({ where: `a ${kind}`, what: content })),
  ]
  const found = sent.flatMap(({ where, what }) =>
    [...stringsIn(what)].flatMap(({ text, path }) =>
      secretsIn(text, known).map((kind) => `${where} holds ${kind} in ${path.join('/')}`),
    ),
  )
  return [...new Set(found)]
}

/** Whoever presses a button sees something change. */
function deadButtons({ journal }: Double): string[] {
  return journal.clicks
    .filter(({ outgoingBefore }) => journal.outgoing.length === outgoingBefore)
    .map(({ what }) => `${what} and nothing changed`)
}

function said({ journal }: Double): Outgoing[] {
  return journal.outgoing.filter(({ kind }) => ['message', 'update', 'ephemeral'].includes(kind))
}

function excerpt(content: JsonRecord): string {
  return JSON.stringify(content).slice(0, 200)
}
