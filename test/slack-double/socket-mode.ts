import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Activity } from './activity.ts'
import type { Chance } from './chance.ts'
import { deferred } from './deferred.ts'
import { ACK_DEADLINE_MS, type Sending, type Sent } from './deliveries.ts'
import { isRecord, type JsonRecord } from './json.ts'

/** https://docs.slack.dev/apis/events-api/using-socket-mode */
export const SOCKETS_MAX = 10
const PING_EVERY_MS = 10_000
const CONNECTION_SECONDS = 3_600

export type DisconnectReason = 'warning' | 'refresh_requested' | 'link_disabled' | 'too_many_websockets'

/** The WebSockets that the app holds open; each envelope goes to exactly one of them. */
export class SocketMode {
  readonly #activity: Activity
  readonly #chance: Chance
  readonly #appId: string
  readonly #server = new WebSocketServer({ noServer: true })
  readonly #tickets = new Set<string>()
  readonly #sent = new Set<string>()
  readonly #answered = new Set<string>()
  readonly #complaints: string[]
  #sockets: Socket[] = []
  #refusedUpgrades: number[] = []
  #lostAnswers = 0

  /** Ways in which the app breaks the protocol are added to `complaints`. */
  constructor(activity: Activity, chance: Chance, appId: string, complaints: string[]) {
    this.#activity = activity
    this.#chance = chance
    this.#appId = appId
    this.#complaints = complaints
  }

  /** How many sockets are open and used. */
  get size(): number {
    return this.#usable().length
  }

  /** The path of a new connection, good for one use. */
  issueTicket(): string {
    const ticket = this.#chance.id('').toLowerCase()
    this.#tickets.add(ticket)
    return `/link/?ticket=${ticket}&app_id=${this.#appId}`
  }

  upgrade(request: IncomingMessage, tcp: Duplex, head: Buffer): void {
    const ticket = new URL(request.url ?? '/', 'http://localhost').searchParams.get('ticket') ?? ''
    const status = this.#refusedUpgrades.shift() ?? (this.#tickets.delete(ticket) ? undefined : 401)
    if (status !== undefined) tcp.end(`HTTP/1.1 ${status} Refused\r\nconnection: close\r\n\r\n`)
    else this.#server.handleUpgrade(request, tcp, head, (ws) => this.#open(ws, tcp))
  }

  /** Sends an envelope over one of the open sockets, chosen at random, and waits for its acknowledgement. */
  carry(sending: Sending): Promise<Sent> {
    const socket = this.#chance.pick(this.#usable())
    if (!socket) return Promise.resolve({ outcome: 'unreachable', reason: 'timeout' })
    const id = this.#chance.id('E').toLowerCase()
    const { promise, resolve } = deferred<Sent>()
    const deadline = setTimeout(() => this.#end(socket, id, { outcome: 'late', reason: 'timeout' }), ACK_DEADLINE_MS)
    this.#sent.add(id)
    socket.pending.set(id, (sent) => {
      clearTimeout(deadline)
      resolve(sent)
    })
    socket.ws.send(JSON.stringify(envelope(id, sending)))
    return promise
  }

  /** Tells a socket to go. It gets nothing more, and closing it is up to the app. */
  disconnect(reason: DisconnectReason, socket = this.#usable()[0]): void {
    if (!socket) throw new Error('no socket is open')
    socket.leaving = true
    socket.ws.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'double' } }))
    this.#activity.note()
  }

  /** Cuts the connection without a word, as a broken network does. */
  kill(socket = this.#usable()[0]): void {
    if (!socket) throw new Error('no socket is open')
    this.#close(socket)
    socket.tcp.destroy()
  }

  killAll(): void {
    for (const socket of [...this.#sockets]) this.kill(socket)
  }

  refuseUpgrades(status: number, count: number): void {
    this.#refusedUpgrades.push(...new Array<number>(count).fill(status))
  }

  /** The next acknowledgements get lost on their way, together with the socket. */
  loseAnswers(count: number): void {
    this.#lostAnswers += count
  }

  #usable(): Socket[] {
    return this.#sockets.filter((socket) => !socket.leaving && socket.ws.readyState === socket.ws.OPEN)
  }

  #open(ws: WebSocket, tcp: Duplex): void {
    const socket: Socket = {
      ws,
      tcp,
      pending: new Map(),
      leaving: false,
      ping: setInterval(() => ws.ping(), PING_EVERY_MS),
    }
    socket.ping.unref()
    ws.on('message', (data) => this.#receive(socket, String(data)))
    ws.on('close', () => this.#close(socket))
    ws.on('error', () => this.#close(socket))
    const tooMany = this.size >= SOCKETS_MAX
    this.#sockets.push(socket)
    if (tooMany) this.disconnect('too_many_websockets', socket)
    else ws.send(JSON.stringify(this.#hello()))
    ws.ping()
    this.#activity.note()
  }

  #hello(): JsonRecord {
    return {
      type: 'hello',
      num_connections: this.size,
      connection_info: { app_id: this.#appId },
      debug_info: { host: 'double', build_number: 1, approximate_connection_time: CONNECTION_SECONDS },
    }
  }

  #receive(socket: Socket, text: string): void {
    if (this.#lostAnswers > 0) {
      this.#lostAnswers -= 1
      this.kill(socket)
      return
    }
    const message = readMessage(text)
    const id = typeof message?.envelope_id === 'string' ? message.envelope_id : undefined
    const problem = this.#problemWith(id, text)
    if (problem !== undefined) this.#complaints.push(`the app ${problem}`)
    this.#activity.note()
    if (problem !== undefined || id === undefined) return
    this.#answered.add(id)
    this.#end(socket, id, { outcome: 'answered', answer: message?.payload })
  }

  #problemWith(id: string | undefined, text: string): string | undefined {
    if (id === undefined) return `sent something that is no acknowledgement: \`${text.slice(0, 200)}\``
    if (this.#answered.has(id)) return `acknowledged the envelope \`${id}\` twice`
    return this.#sent.has(id) ? undefined : `acknowledged the envelope \`${id}\`, which it never got`
  }

  #end(socket: Socket, id: string, sent: Sent): void {
    const resolve = socket.pending.get(id)
    socket.pending.delete(id)
    resolve?.(sent)
  }

  #close(socket: Socket): void {
    clearInterval(socket.ping)
    this.#sockets = this.#sockets.filter((other) => other !== socket)
    for (const id of [...socket.pending.keys()]) this.#end(socket, id, { outcome: 'lost', reason: 'timeout' })
    this.#activity.note()
  }
}

interface Socket {
  readonly ws: WebSocket
  readonly tcp: Duplex
  readonly pending: Map<string, (sent: Sent) => void>
  readonly ping: NodeJS.Timeout
  leaving: boolean
}

/** Options travel as `interactive` envelopes; only they, commands and interactions may be answered with a payload. */
function envelope(id: string, { kind, payload, retryNumber, retryReason }: Sending): JsonRecord {
  const type = kind === 'options' ? 'interactive' : kind
  const common = { envelope_id: id, type, payload, accepts_response_payload: kind !== 'events_api' }
  return kind === 'events_api' ? { ...common, retry_attempt: retryNumber, retry_reason: retryReason ?? '' } : common
}

function readMessage(text: string): JsonRecord | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}
