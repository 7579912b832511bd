import { WebAPIPlatformError } from '@slack/web-api'
import { KnownError } from '../../model/known-error.ts'
import { missingScope } from '../outbox/error-codes.ts'
import type { Tools } from '../tools.ts'
import { LACKS_FILES_READ, mayHoldText } from './files.ts'
import { type IncomingFile, type IncomingMessage, readFile, readWritten, type Written } from './incoming.ts'

/** The text of a message and of its files. */
export interface Reading {
  readonly text: string
  /** Why something that hangs on it could not be read, for people: what is missing and what to do. */
  readonly problems: readonly string[]
}

/** Reads the text files of a message after its own words, which have no secrets in them any more. */
export async function readWhole({ text, files }: Written, tools: Tools): Promise<Reading> {
  const readings = await Promise.all(files.map((file) => readOne(file, tools)))
  return joined([{ text, problems: [] }, ...readings])
}

/** What the thread of a message began with, whoever wrote it. */
export async function readRoot({ channel, thread }: IncomingMessage, tools: Tools): Promise<Reading> {
  try {
    const { messages } = await tools.web.conversations.replies({ channel, ts: thread, limit: 1 })
    const root = readWritten(messages?.[0])
    return readWhole({ ...root, text: await tools.redact(withoutMention(root.text, tools)) }, tools)
  } catch (error) {
    const scope = missingScope(error)
    if (scope === undefined) throw error
    tools.log.warn({ channel, scope }, 'a thread could not be read')
    return { text: '', problems: [`Slack does not show this thread: the app lacks the scope ${scope}`] }
  }
}

async function readOne(file: IncomingFile, tools: Tools): Promise<Reading> {
  try {
    const whole = file.mustAsk ? await askFor(file, tools) : file
    return { text: mayHoldText(whole) ? await tools.download(whole) : '', problems: [] }
  } catch (error) {
    tools.log.warn({ error, file: file.id }, 'a file could not be read')
    if (!(error instanceof KnownError)) throw error
    return { text: '', problems: [error.message] }
  }
}

/** https://docs.slack.dev/apis/slack-connect/#files */
async function askFor({ id }: IncomingFile, { web }: Tools): Promise<IncomingFile> {
  try {
    const [file] = readFile((await web.files.info({ file: id })).file)
    if (!file) throw new Error(`files.info shows no file for ${id}`)
    return file
  } catch (error) {
    throw explained(error)
  }
}

/** Why Slack does not say what a file is; what may be another time is not for people. */
function explained(error: unknown): unknown {
  if (missingScope(error) !== undefined)
    return new KnownError('file-not-described', `Slack does not say what the file is: ${LACKS_FILES_READ}`)
  if (!(error instanceof WebAPIPlatformError) || !GONE.has(error.data.error)) return error
  return new KnownError('file-gone', 'a file is deleted, or not shared with Casebook; paste its text instead')
}

const GONE: ReadonlySet<string> = new Set(['file_not_found', 'file_deleted', 'access_denied', 'not_visible'])

function joined(readings: readonly Reading[]): Reading {
  const texts = readings.map(({ text }) => text).filter((text) => text.trim() !== '')
  return { text: texts.join('\n'), problems: readings.flatMap(({ problems }) => problems) }
}

function withoutMention(text: string, { ourselves }: Tools): string {
  return text.replaceAll(`<@${ourselves.user}>`, ' ').trim()
}
