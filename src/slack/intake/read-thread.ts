import { z } from 'zod'
import type { Tools } from '../tools.ts'
import { readWritten } from './incoming.ts'

/** What people and bots said in a thread, oldest first, without us; secrets are out of it. */
export interface SaidInThread {
  readonly messages: readonly string[]
  /** The message that somebody marked as the solution; of several the last. */
  readonly marked: string | undefined
  /** The last thing that a person said after the message that the thread began with. */
  readonly last: string | undefined
}

const said = z.object({
  user: z.string().optional(),
  bot_id: z.string().optional(),
  reactions: z.array(z.object({ name: z.string() })).optional(),
})

/** The page that Slack gives: what comes after two hundred messages is no report of one error. */
const MAX_MESSAGES = 200
const SOLUTION: ReadonlySet<string> = new Set(['white_check_mark', 'heavy_check_mark', 'ballot_box_with_check'])

/** Rejects when Slack does not show us the thread. */
export async function readThread(channel: string, thread: string, tools: Tools): Promise<SaidInThread> {
  const { messages = [] } = await tools.web.conversations.replies({ channel, ts: thread, limit: MAX_MESSAGES })
  const others = messages.filter((it) => !isOurs(it, tools))
  const texts = await Promise.all(others.map((it) => withoutMention(readWritten(it).text, tools)))
  const read = others.map((message, i) => ({ text: texts[i] ?? '', ...said.safeParse(message).data }))
  const spoken = read.filter(({ text }) => text !== '')
  const replies = spoken.slice(1).filter(({ bot_id }) => bot_id === undefined)
  return {
    messages: spoken.map(({ text }) => text),
    marked: spoken.findLast(({ reactions }) => reactions?.some(({ name }) => SOLUTION.has(name)))?.text,
    last: replies.at(-1)?.text,
  }
}

function isOurs(message: unknown, { ourselves }: Tools): boolean {
  const { user, bot_id } = said.safeParse(message).data ?? {}
  return user === ourselves.user || bot_id === ourselves.bot
}

async function withoutMention(text: string, { ourselves, redact }: Tools): Promise<string> {
  return (await redact(text.replaceAll(`<@${ourselves.user}>`, ' '))).trim()
}
