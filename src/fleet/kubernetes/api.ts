import { readFile } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { Agent, request } from 'node:https'
import { KnownError } from '../../model/known-error.ts'
import type { KubernetesSettings } from '../settings.ts'

/** The few calls that we make to the API server, with the app's own ServiceAccount. */
export interface KubernetesApi {
  /** The object at a path that is ours, not a person's: its parts are checked names. Rejects with a KnownError that says why there is none. */
  readonly get: (path: string) => Promise<unknown>
  readonly post: (path: string, body: unknown) => Promise<unknown>
  readonly close: () => void
}

const DEADLINE_MS = 5000
const MAX_BODY_BYTES = 1 << 20
/** Of a node only its labels are asked for: its status can be a hundred times as long. https://kubernetes.io/docs/reference/using-api/api-concepts/#metadata-only-fetches */
const ACCEPT = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1, application/json'

interface Call {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: unknown
}

/** Follows no redirect, heeds no proxy, and sends the token to nobody whose certificate the authority did not sign for that name. */
export function openKubernetesApi(settings: KubernetesSettings, deadlineMs = DEADLINE_MS): KubernetesApi {
  const read = rememberBriefly(readMounted)
  const agent = new Agent({ keepAlive: true, maxSockets: 16, minVersion: 'TLSv1.2', maxCachedSessions: 16 })
  return {
    get: (path) => send({ settings, agent, read, deadlineMs }, { method: 'GET', path }),
    post: (path, body) => send({ settings, agent, read, deadlineMs }, { method: 'POST', path, body }),
    close: () => agent.destroy(),
  }
}

interface Line {
  readonly settings: KubernetesSettings
  readonly agent: Agent
  readonly read: (file: string) => Promise<string>
  readonly deadlineMs: number
}

async function send({ settings, agent, read, deadlineMs }: Line, call: Call): Promise<unknown> {
  const [token, ca] = await Promise.all([read(settings.tokenFile), read(settings.caFile)])
  const signal = AbortSignal.timeout(deadlineMs)
  const body = call.body === undefined ? undefined : JSON.stringify(call.body)
  try {
    const response = await exchange(new URL(call.path, settings.api), body, {
      method: call.method,
      agent,
      ca,
      signal,
      rejectUnauthorized: true,
      headers: {
        authorization: `Bearer ${token.trim()}`,
        accept: call.path.startsWith('/api/v1/nodes/') ? ACCEPT : 'application/json',
        ...(body === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
      },
    })
    return await readAnswer(response, call)
  } catch (error) {
    if (error instanceof KnownError) throw error
    const why = signal.aborted ? `no answer in ${deadlineMs / 1000} s` : reasonOf(error)
    throw new KnownError('kubernetes-unreachable', `the API server \`${settings.api}\` cannot be asked (${why})`, {
      cause: error,
    })
  }
}

const REMEMBER_MS = 1000

/** When thousands of agents come at once, the same two files are not read for each of them. */
function rememberBriefly(read: (file: string) => Promise<string>): (file: string) => Promise<string> {
  const known = new Map<string, { readonly text: Promise<string>; readonly until: number }>()
  return (file) => {
    const found = known.get(file)
    if (found && performance.now() < found.until) return found.text
    const text = read(file)
    known.set(file, { text, until: performance.now() + REMEMBER_MS })
    return text
  }
}

async function readMounted(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new KnownError('kubernetes-unreachable', `cannot read \`${file}\` (${cause.code})`, { cause })
  })
}

function exchange(
  url: URL,
  body: string | undefined,
  options: Parameters<typeof request>[1],
): Promise<IncomingMessage> {
  if (url.protocol !== 'https:') throw new KnownError('kubernetes-not-https', 'the API server is asked over https only')
  return new Promise((resolve, reject) => {
    request(url, options, resolve).once('error', reject).end(body)
  })
}

async function readAnswer(response: IncomingMessage, { method, path }: Call): Promise<unknown> {
  const status = response.statusCode ?? 0
  const text = await readBody(response)
  if (status === 200 || status === 201) return parse(text)
  if (status === 401 || status === 403)
    throw new KnownError('kubernetes-forbids', `the API server does not let the app ${method} ${path} (${status})`)
  if (status === 404) throw new KnownError('kubernetes-has-none', `the API server has nothing at ${path}`)
  throw new KnownError('kubernetes-odd-answer', `the API server answers ${status} to ${method} ${path}`)
}

async function readBody(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_BODY_BYTES) {
      response.destroy()
      throw new KnownError('kubernetes-odd-answer', `the API server's answer is longer than ${MAX_BODY_BYTES} bytes`)
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new KnownError('kubernetes-odd-answer', 'the API server answers something that is not JSON', { cause })
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}
