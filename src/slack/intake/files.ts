import { KnownError } from '../../model/known-error.ts'
import type { IncomingFile } from './incoming.ts'

/** Of a larger text file the beginning is read. */
export const MAX_FILE_BYTES = 1024 * 1024
const TIME_LIMIT_MS = 10_000
const TEXTUAL = /^(?:text\/|application\/(?:json|x-?yaml|xml|x-sh|x-ndjson|toml|octet-stream)$)/

/** Slack does not refuse a download without the scope: it sends the app to its login page. */
export const LACKS_FILES_READ = 'the app lacks the scope files:read, or was not reinstalled after it got it'

export interface FileSource {
  /** The only address that the token is sent to. */
  readonly filesUrl: string
  readonly token: string
}

/** Whether the file may hold text. What Slack cannot name is looked at: logs often have no known ending. */
export function mayHoldText(file: IncomingFile): boolean {
  return file.url !== '' && (file.mimetype === '' || TEXTUAL.test(file.mimetype))
}

/**
 * The text of a file on Slack's file host, at most MAX_FILE_BYTES of it. Follows no redirect, so that the token goes
 * nowhere else. Throws a KnownError: `file-elsewhere`, `file-redirects` and `file-login-page` (both name the scope that
 * is missing), `file-binary`, `file-unreadable`.
 */
export async function downloadText(
  file: Pick<IncomingFile, 'name' | 'url'>,
  source: FileSource,
  fetchUrl: typeof fetch = fetch,
): Promise<string> {
  const url = readUrl(file.url)
  if (!url || url.origin !== new URL(source.filesUrl).origin)
    throw new KnownError(
      'file-elsewhere',
      `the file \`${file.name}\` is not on Slack's file host; paste its text instead`,
    )
  const answer = await fetchUrl(url, {
    headers: { authorization: `Bearer ${source.token}` },
    redirect: 'manual',
    signal: AbortSignal.timeout(TIME_LIMIT_MS),
  })
  if (answer.status >= 300 && answer.status < 400)
    throw new KnownError('file-redirects', `Slack redirects the download of \`${file.name}\`: ${LACKS_FILES_READ}`)
  if (!answer.ok)
    throw new KnownError('file-unreadable', `Slack answers ${answer.status} for the file \`${file.name}\``)
  const bytes = await readCapped(answer)
  const text = new TextDecoder('utf-8').decode(bytes)
  if (/text\/html/.test(answer.headers.get('content-type') ?? '') || /^\s*<!doctype html/i.test(text.slice(0, 100))) {
    throw new KnownError('file-login-page', `Slack shows a login page instead of \`${file.name}\`: ${LACKS_FILES_READ}`)
  }
  if (bytes.includes(0))
    throw new KnownError('file-binary', `\`${file.name}\` is not a text file; paste the lines around the error`)
  return text
}

function readUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined
}

/** Reads no more than the cap off the wire, counted after decompression. */
async function readCapped(answer: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of answer.body ?? []) {
    const room = MAX_FILE_BYTES - size
    chunks.push(chunk.subarray(0, room))
    size += Math.min(chunk.length, room)
    if (size >= MAX_FILE_BYTES) break
  }
  return Buffer.concat(chunks)
}
