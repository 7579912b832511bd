import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { AGENT_PATH, ENROLL_PATH, ENROLLED, MAX_FRAME_BYTES } from '../model/frame.ts'
import { KnownError } from '../model/known-error.ts'
import type { Arrivals } from './arrivals.ts'
import { type Authorities, identify, readBearer } from './authentication.ts'
import type { Certificate } from './certificate.ts'
import { Refusal } from './identity.ts'
import { readKey } from './keys.ts'
import type { FleetLog } from './log.ts'
import type { Registry } from './registry.ts'

/** What it takes to let somebody in. */
export interface EntranceParts {
  readonly authorities: Authorities
  readonly arrivals: Arrivals
  readonly registry: Registry
  readonly log: FleetLog
}

/** TLS and HTTP without a listener of its own: connections are handed to it one by one. */
export function openEntrance({ cert, key }: Certificate, parts: EntranceParts): Server {
  const options = { cert, key, minVersion: 'TLSv1.2', maxHeaderSize: 10_000, insecureHTTPParser: false } as const
  const server = createServer(options, (request, response) => void serve(request, response, parts))
  server.maxRequestsPerSocket = 1
  const takeIn = webSockets(parts)
  server.on('upgrade', (request, socket, head) => void takeIn(request, socket, head))
  return server
}

/** What `ws` can bound and its types do not know yet: https://github.com/websockets/ws/blob/master/doc/ws.md */
const NEWER_BOUNDS = { closeTimeout: 1000, maxPendingAutoPongs: 10 }

/** Answers an upgrade: the credential first, then the WebSocket. */
function webSockets(parts: EntranceParts) {
  const { authorities, arrivals, registry } = parts
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MAX_FRAME_BYTES,
    maxFragments: 64,
    maxBufferedChunks: 2048,
    ...NEWER_BOUNDS,
  })
  return async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    const ignore = (): void => {}
    socket.on('error', ignore)
    try {
      if (request.url !== AGENT_PATH) throw new Refusal('no-such-path', 'agents connect at another path')
      const identity = await identify(readBearer(request.headers.authorization), authorities)
      socket.off('error', ignore)
      server.handleUpgrade(request, socket, head, (webSocket) => {
        arrivals.settle(request.socket)
        registry.add(webSocket, identity)
      })
    } catch (error) {
      const { status, text } = explain(error, request, parts)
      socket.once('finish', () => socket.destroy())
      socket.end(responseOf(status, text))
    }
  }
}

async function serve(request: IncomingMessage, response: ServerResponse, parts: EntranceParts): Promise<void> {
  const { authorities, arrivals } = parts
  response.setHeader('connection', 'close')
  try {
    if (request.url !== ENROLL_PATH || request.method !== 'POST')
      throw new Refusal('no-such-path', 'nothing is served there')
    const key = readKey(readBearer(request.headers.authorization))
    if (!key || !authorities.enrolment) throw new Refusal('credential-not-taken', 'no enrolment key is taken here')
    const enrolled = await authorities.enrolment.exchange(key)
    arrivals.excuse(request.socket)
    response.writeHead(ENROLLED, { 'content-type': 'application/json' }).end(JSON.stringify(enrolled))
  } catch (error) {
    const { status, text } = explain(error, request, parts)
    response.writeHead(Number.parseInt(status, 10), { 'content-type': 'text/plain' }).end(text)
  }
}

/** Who is refused learns a word only; the sentence is for the operator's log. */
function explain(error: unknown, { socket }: IncomingMessage, { arrivals, log }: EntranceParts) {
  const from = socket.remoteAddress
  const code = error instanceof KnownError ? error.code : 'fault'
  if (error instanceof Refusal) {
    log.warn({ from, why: code, says: error.message }, 'an agent is refused')
    return { status: code === 'no-such-path' ? '404 Not Found' : '401 Unauthorized', text: `${code}\n` }
  }
  arrivals.excuse(socket)
  log.warn({ from, why: code, error }, 'a credential could not be looked at')
  return { status: '503 Service Unavailable', text: `${code}\n` }
}

function responseOf(status: string, text: string): string {
  const headers = ['connection: close', 'content-type: text/plain', `content-length: ${text.length}`]
  return [`HTTP/1.1 ${status}`, ...headers, '', text].join('\r\n')
}
