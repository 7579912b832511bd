import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { ENROLL_PATH, ENROLLED, enrolled } from '../model/frame.ts'
import { KnownError } from '../model/known-error.ts'
import { quote } from './foreign-text.ts'
import { readKey } from './keys.ts'

const DEADLINE_MS = 15_000
const MAX_ANSWER_BYTES = 4096

/** Where the app takes agents, and who signed its certificate: those that Node knows when `ca` is undefined. */
export interface AppAddress {
  readonly url: URL
  readonly ca: string | undefined
  readonly serverName: string | undefined
}

/** On the host: gives the enrolment key away, once, for the host's own key. Sends it to nobody whose certificate is not good for the name. */
export async function exchangeKey(
  key: string,
  { url, ca, serverName }: AppAddress,
): Promise<{ readonly node: string; readonly key: string }> {
  if (readKey(key)?.kind !== 'enrol')
    throw new KnownError('no-enrolment-key', 'expected the key that `casebook enroll NODE` printed: casebook-enrol-…')
  const signal = AbortSignal.timeout(DEADLINE_MS)
  const call = request({
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port || 443,
    path: ENROLL_PATH,
    method: 'POST',
    agent: false,
    signal,
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
    headers: { authorization: `Bearer ${key}`, 'content-length': 0 },
    ...(ca === undefined ? {} : { ca }),
    ...(serverName === undefined ? {} : { servername: serverName }),
  }).end()
  try {
    const [response] = (await once(call, 'response')) as [IncomingMessage]
    return answerOf(response.statusCode ?? 0, await readBody(response))
  } catch (error) {
    if (error instanceof KnownError || !(error instanceof Error)) throw error
    const why = signal.aborted ? 'no answer' : 'code' in error ? String(error.code) : error.message
    throw new KnownError(
      'app-unreachable',
      `the app at \`${url.host}\` cannot be asked (${why}); the key is not used up`,
      {
        cause: error,
      },
    )
  }
}

async function readBody(response: IncomingMessage): Promise<string> {
  let text = ''
  for await (const piece of response) {
    text += piece
    if (text.length > MAX_ANSWER_BYTES) break
  }
  return text
}

function answerOf(status: number, text: string): { node: string; key: string } {
  const read = status === ENROLLED ? enrolled.safeParse(JSON.parse(text)) : undefined
  if (read?.success) return read.data
  throw new KnownError(
    'not-enrolled',
    `the app answers ${status} ${quote(text.trim())}; if the key was used or has expired, make a new one with \`casebook enroll NODE\``,
  )
}
