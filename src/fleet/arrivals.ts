import type { Socket } from 'node:net'
import type { Limits } from './limits.ts'
import type { Refusals } from './refusals.ts'

type ArrivalLimits = Pick<Limits, 'arriving' | 'arrivingFromOneAddress' | 'arrivalMs' | 'waiting'>

interface Arrival {
  readonly address: string
  readonly timer: NodeJS.Timeout
  /** Whether it counts against the address when it ends now. */
  isRefusal: boolean
}

/**
 * The line in front of the door. A few connections at a time come in for TLS and authentication, taken from each
 * address in turn; the others wait, and cost nothing meanwhile. A restart of the app in front of thousands of agents
 * becomes a queue, and whoever connects and says nothing holds up nobody for long.
 */
export class Arrivals {
  readonly #limits: ArrivalLimits
  readonly #refusals: Refusals
  readonly #letIn: (socket: Socket) => void
  /** The address whose turn is next comes first. */
  readonly #line = new Map<string, Socket[]>()
  readonly #arriving = new Map<string, Arrival>()
  readonly #perAddress = new Map<string, number>()
  #waiting = 0

  constructor(limits: ArrivalLimits, refusals: Refusals, letIn: (socket: Socket) => void) {
    this.#limits = limits
    this.#refusals = refusals
    this.#letIn = letIn
  }

  add(socket: Socket): void {
    const address = socket.remoteAddress
    if (address === undefined || this.#refusals.isShut(address) || this.#waiting >= this.#limits.waiting) {
      socket.destroy()
      return
    }
    socket.on('error', () => socket.destroy())
    const line = this.#line.get(address)
    if (line) line.push(socket)
    else this.#line.set(address, [socket])
    this.#waiting++
    this.#admit()
  }

  /** It has come in: nobody waits for it any more, and it is refused no more. */
  settle(socket: Pick<Socket, 'remoteAddress' | 'remotePort'>): void {
    this.excuse(socket)
    this.#end(keyOf(socket))
  }

  /** What went wrong is not its fault. */
  excuse(socket: Pick<Socket, 'remoteAddress' | 'remotePort'>): void {
    const arrival = this.#arriving.get(keyOf(socket))
    if (arrival) arrival.isRefusal = false
  }

  close(): void {
    for (const socket of [...this.#line.values()].flat()) socket.destroy()
    for (const { timer } of this.#arriving.values()) clearTimeout(timer)
    this.#line.clear()
    this.#arriving.clear()
  }

  #admit(): void {
    while (this.#arriving.size < this.#limits.arriving) {
      const socket = this.#next()
      if (!socket) return
      this.#start(socket)
    }
  }

  /** The next in line whose address has not enough on the way. */
  #next(): Socket | undefined {
    for (const [address, line] of this.#line) {
      if ((this.#perAddress.get(address) ?? 0) >= this.#limits.arrivingFromOneAddress) continue
      this.#line.delete(address)
      const socket = line.shift()
      if (line.length > 0) this.#line.set(address, line)
      this.#waiting--
      return socket
    }
    return undefined
  }

  #start(socket: Socket): void {
    const address = socket.remoteAddress
    if (address === undefined || socket.destroyed || this.#refusals.isShut(address)) {
      socket.destroy()
      return
    }
    const key = keyOf(socket)
    const timer = setTimeout(() => socket.destroy(), this.#limits.arrivalMs)
    this.#arriving.set(key, { address, timer, isRefusal: true })
    this.#perAddress.set(address, (this.#perAddress.get(address) ?? 0) + 1)
    socket.once('close', () => this.#end(key))
    this.#letIn(socket)
  }

  #end(key: string): void {
    const arrival = this.#arriving.get(key)
    if (!arrival) return
    const { address, timer, isRefusal } = arrival
    clearTimeout(timer)
    this.#arriving.delete(key)
    const others = (this.#perAddress.get(address) ?? 1) - 1
    if (others > 0) this.#perAddress.set(address, others)
    else this.#perAddress.delete(address)
    if (isRefusal) this.#refusals.note(address)
    this.#admit()
  }
}

function keyOf({ remoteAddress, remotePort }: Pick<Socket, 'remoteAddress' | 'remotePort'>): string {
  return `${remoteAddress} ${remotePort}`
}
