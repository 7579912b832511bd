import type { z } from 'zod'
import type goroutinesKind from '../../facts/goroutines.ts'
import type lockKind from '../../facts/lock.ts'
import { type Goroutine, readGoroutineHeader, takeStackLine } from '../../parsers/text/goroutine.ts'
import { type Block, blockOf, mutexAddress, ownFunction, waitsForMutex } from '../../parsers/text/goroutine-block.ts'
import { idlesIn, outermostMethods } from '../../parsers/text/lock-holder.ts'

type Group = z.infer<typeof goroutinesKind.schema>
type Lock = z.infer<typeof lockKind.schema>

/** Go ends a dump at 64 MB without a word (https://github.com/golang/go/blob/go1.22.0/src/runtime/pprof/pprof.go, writeGoroutineStacks). */
export const DUMP_BYTES = 60 << 20
const LINE_MAX = 2_500
const FRAMES_MAX = 300
/** Different places of one program; a program has a few hundred. */
const PLACES_MAX = 5_000
/** Receivers that might hold a mutex. With more, holders are not named. */
const HOLDERS_MAX = 50_000
const BLOCKED: readonly Block[] = ['mutex', 'rwmutex', 'bbolt', 'umount', 'fsync', 'unlink', 'ttrpc']

interface Waiters {
  count: number
  maxWaitMinutes: number
  readonly functions: Map<string, number>
}

interface Holder {
  readonly method: string
  readonly block: Block
  goroutines: number
}

/** What is kept of a dump while it streams by: never a goroutine, only the places and the mutexes. */
export class GoroutineStream {
  readonly #places = new Map<string, Group>()
  readonly #waiters = new Map<string, Waiters>()
  readonly #receivers = new Map<string, Holder>()
  readonly #names = new Map<string, string>()
  readonly #process: string
  #rest = ''
  #current: Goroutine | undefined
  #cut = false
  total = 0

  constructor(process: string) {
    this.#process = process
  }

  write(chunk: Buffer): void {
    const lines = (this.#rest + chunk.toString('latin1')).split('\n')
    this.#rest = (lines.pop() ?? '').slice(0, LINE_MAX)
    for (const line of lines) this.#read(line.slice(0, LINE_MAX))
  }

  /** Rows for the places, those that are blocked first, then the most crowded; at most `most`. */
  groups(most: number): Group[] {
    this.#finish()
    return [...this.#places.values()].sort((a, b) => rank(b) - rank(a) || b.count - a.count).slice(0, most)
  }

  /** Rows for the mutexes that goroutines wait for, the most wanted first; at most `most`. Of a part of a dump no holder is named: another may follow. */
  locks(most: number, isWhole: boolean): Lock[] {
    this.#finish()
    this.#cut ||= !isWhole
    const locks = [...this.#waiters].map(([address, waiters]) => this.#lock(address, waiters))
    return locks.sort((a, b) => b.waiters - a.waiters).slice(0, most)
  }

  #read(line: string): void {
    const opening = line.startsWith('goroutine ') ? readGoroutineHeader(line) : undefined
    if (opening) {
      this.#finish()
      this.#current = { ...opening, frames: [], createdBy: undefined, first: 0, last: 0 }
    } else if (this.#current && line !== '' && !line.startsWith('\t')) {
      if (this.#current.frames.length >= FRAMES_MAX || !takeStackLine(this.#current, line.trim(), 0)) this.#finish()
    }
  }

  #finish(): void {
    const goroutine = this.#current
    this.#current = undefined
    if (!goroutine || goroutine.frames.length === 0) return
    this.total++
    const block = blockOf(goroutine)
    this.#countPlace(goroutine, block)
    const address = waitsForMutex(block) ? mutexAddress(goroutine) : undefined
    if (address !== undefined) this.#countWaiter(address, goroutine)
    else if (!waitsForMutex(block)) this.#noteReceivers(goroutine, block)
  }

  #countPlace(goroutine: Goroutine, block: Block): void {
    const topFunction = ownFunction(goroutine)
    const { state = '', waitMinutes = 0 } = goroutine
    const key = `${topFunction}\n${state}\n${block}`
    const known = this.#places.get(key)
    if (known) {
      known.count++
      known.maxWaitMinutes = Math.max(known.maxWaitMinutes ?? 0, waitMinutes)
    } else if (this.#places.size < PLACES_MAX) {
      const names = { process: this.#process, topFunction: copy(topFunction), state: copy(state), blockedIn: block }
      this.#places.set(copy(key), { ...names, count: 1, maxWaitMinutes: waitMinutes })
    }
  }

  #countWaiter(address: string, goroutine: Goroutine): void {
    let waiters = this.#waiters.get(address)
    if (!waiters) {
      if (this.#waiters.size >= PLACES_MAX) return
      waiters = { count: 0, maxWaitMinutes: 0, functions: new Map() }
      this.#waiters.set(copy(address), waiters)
    }
    const name = this.#name(ownFunction(goroutine))
    waiters.count++
    waiters.maxWaitMinutes = Math.max(waiters.maxWaitMinutes, goroutine.waitMinutes ?? 0)
    waiters.functions.set(name, (waiters.functions.get(name) ?? 0) + 1)
  }

  #noteReceivers(goroutine: Goroutine, block: Block): void {
    for (const [address, method] of outermostMethods(goroutine.frames)) {
      if (idlesIn(method, goroutine, block)) continue
      const known = this.#receivers.get(address)
      if (known) known.goroutines++
      else if (this.#receivers.size < HOLDERS_MAX)
        this.#receivers.set(copy(address), { method: this.#name(method), block, goroutines: 1 })
      else this.#cut = true
    }
  }

  #lock(address: string, { count, maxWaitMinutes, functions }: Waiters): Lock {
    const holder = this.#cut ? undefined : this.#receivers.get(address)
    const only = holder?.goroutines === 1 ? holder : undefined
    const [waitFunction = 'unknown'] = [...functions].sort((a, b) => b[1] - a[1]).map(([name]) => name)
    const held = only ? { holder: only.method, holderBlockedIn: only.block } : {}
    return { address, waiters: count, ...held, waitFunction, maxWaitMinutes }
  }

  /** One copy of each name, however many goroutines have it. */
  #name(name: string): string {
    const known = this.#names.get(name)
    if (known !== undefined) return known
    const copied = copy(name)
    if (this.#names.size < PLACES_MAX) this.#names.set(copied, copied)
    return copied
  }
}

function rank({ blockedIn }: Group): number {
  return BLOCKED.some((block) => block === blockedIn) ? 1 : 0
}

/** A part of a string keeps the whole of it in memory, and here the whole is a piece of the dump. */
function copy(text: string): string {
  return Buffer.from(text.slice(0, 300), 'latin1').toString('latin1')
}
