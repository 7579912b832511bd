import { once } from 'node:events'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws'
import { type AgentFrame, agentFrame, MAX_FRAME_BYTES } from '../../../src/model/frame.ts'
import type { Pem } from '../../fleet/certificates.ts'

export interface AppServerOptions extends Pick<ServerOptions, 'autoPong'> {
  /** Answered instead of a WebSocket. */
  readonly refuse?: { readonly status: number; readonly headers?: Record<string, string>; readonly text?: string }
}

/** The app's end of a connection: what came, checked as frames, and what was wrong with it. */
export interface Caller {
  readonly socket: WebSocket
  readonly frames: readonly AgentFrame[]
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>
  readonly until: (found: (frames: readonly AgentFrame[]) => boolean) => Promise<void>
}

/** A server that agents connect to: real TLS, real WebSockets. */
export class AppServer {
  /** `authorization` of each request that came, whatever became of it. */
  readonly credentials: (string | undefined)[] = []
  readonly #server: Server
  readonly #callers: Caller[] = []
  readonly #waiting: ((caller: Caller) => void)[] = []

  private constructor(pem: Pem, { refuse, autoPong = true }: AppServerOptions) {
    this.#server = createServer({ cert: pem.cert, key: pem.key })
    const sockets = new WebSocketServer({ noServer: true, autoPong })
    this.#server.on('upgrade', (request, socket, head) => {
      this.credentials.push(request.headers.authorization)
      socket.on('error', () => {})
      if (refuse) return void socket.end(response(refuse))
      sockets.handleUpgrade(request, socket, head, (webSocket) => this.#welcome(webSocket))
    })
  }

  static async open(pem: Pem, options: AppServerOptions = {}): Promise<AppServer> {
    const app = new AppServer(pem, options)
    app.#server.listen(0, '127.0.0.1')
    await once(app.#server, 'listening')
    return app
  }

  get url(): URL {
    return new URL(`wss://127.0.0.1:${(this.#server.address() as AddressInfo).port}/agent`)
  }

  /** The next agent that connects, or one that did and was not taken yet. */
  caller(): Promise<Caller> {
    const [caller] = this.#callers.splice(0, 1)
    return caller ? Promise.resolve(caller) : new Promise((resolve) => this.#waiting.push(resolve))
  }

  async close(): Promise<void> {
    this.#server.close()
    this.#server.closeAllConnections()
  }

  #welcome(socket: WebSocket): void {
    const frames: AgentFrame[] = []
    const changed: (() => void)[] = []
    socket.on('error', () => {})
    socket.on('message', (message) => {
      const text = String(message)
      if (Buffer.byteLength(text) > MAX_FRAME_BYTES) throw new Error('a frame is larger than allowed')
      frames.push(agentFrame.parse(JSON.parse(text)))
      for (const tell of changed) tell()
    })
    const closed = once(socket, 'close').then(([code, reason]) => ({ code, reason: String(reason) }))
    const until: Caller['until'] = (found) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (found(frames)) resolve()
        }
        changed.push(look)
        look()
      })
    const caller = { socket, frames, closed, until }
    const waiting = this.#waiting.shift()
    if (waiting) waiting(caller)
    else this.#callers.push(caller)
  }
}

function response({ status, headers = {}, text = '' }: NonNullable<AppServerOptions['refuse']>): string {
  const lines = Object.entries({ ...headers, connection: 'close', 'content-length': text.length })
  return [`HTTP/1.1 ${status} No`, ...lines.map(([name, value]) => `${name}: ${value}`), '', text].join('\r\n')
}
