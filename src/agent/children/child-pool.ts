import type { Pool } from '../../model/probe.ts'
import type { Request } from './exchange.ts'
import { Haste } from './haste.ts'
import { LostChildren } from './lost-children.ts'
import type { Ending, ProbeChild } from './probe-child.ts'

/** A request on its way through a pool. */
export interface Job {
  readonly request: Request
  readonly deadlineMs: number
  /** Asked when its turn comes: nobody waits for the answer any more. */
  readonly isGone: () => boolean
  /** Called with true when the child that it hung in cannot be killed, and with false when it is gone after all. */
  readonly onHeld: (held: boolean) => void
}

/** `refused`: too many children are lost. `dropped`: nobody waited any more when its turn came. `unstarted`: there is no child to ask. */
export type Outcome =
  | Ending
  | { readonly state: 'refused' | 'dropped' }
  | { readonly state: 'unstarted'; readonly says: string }

interface Waiting extends Job {
  readonly expectedMs: number
  readonly resolve: (outcome: Outcome) => void
}

/** What can be killed at all is gone by then. */
const KILL_MS = 100

/**
 * Children that share a fate. Each does one thing at a time, what cannot take long first: a slow socket must not hold
 * up what the kernel answers at once. A child that hangs is given up and replaced, as long as few enough are lost. The pool `remote` asks nothing more from then on: its mounts are the ones that hang, and they must
 * not use up the children of those that do not.
 */
export class ChildPool {
  readonly #pool: Pool
  readonly #size: number
  readonly #start: () => Promise<ProbeChild>
  readonly #lost: LostChildren
  readonly #alive = new Set<ProbeChild>()
  readonly #idle: ProbeChild[] = []
  readonly #waiting: Waiting[] = []
  readonly #haste = new Haste()
  #starting = 0
  #stopped = false

  constructor(pool: Pool, size: number, start: () => Promise<ProbeChild>, lost: LostChildren) {
    this.#pool = pool
    this.#size = size
    this.#start = start
    this.#lost = lost
  }

  /** Starts all children. Rejects when one does not start. */
  async open(): Promise<void> {
    const starting = Array.from({ length: this.#size }, async () => this.#welcome(await this.#start()))
    await Promise.all(starting)
  }

  /** One that is alive, to be asked what it knows. */
  get anyChild(): ProbeChild | undefined {
    return this.#idle[0]
  }

  submit(job: Job): Promise<Outcome> {
    return new Promise((resolve) => {
      this.#queue({ ...job, expectedMs: this.#haste.expect(job), resolve })
      this.#refill()
      // Not before the rest of the question is in the queue, of which something may be quicker.
      setImmediate(() => this.#dispatch())
    })
  }

  stop(): void {
    this.#stopped = true
    for (const child of this.#alive) child.abandon()
    this.#answerAll({ state: 'dropped' })
  }

  #queue(job: Waiting): void {
    const at = this.#waiting.findIndex(({ expectedMs }) => expectedMs > job.expectedMs)
    this.#waiting.splice(at < 0 ? this.#waiting.length : at, 0, job)
  }

  #dispatch(): void {
    if (this.#stopped) this.#answerAll({ state: 'dropped' })
    if (!this.#mayAsk) this.#answerAll({ state: 'refused' })
    for (let job = this.#waiting[0]; job; job = this.#waiting[0]) {
      const child = job.isGone() ? undefined : this.#idle.shift()
      if (child) void this.#work(child, job)
      else if (job.isGone()) job.resolve({ state: 'dropped' })
      else return
      this.#waiting.shift()
    }
  }

  async #work(child: ProbeChild, job: Waiting): Promise<void> {
    const start = performance.now()
    const ending = await child.ask(job.request, job.deadlineMs)
    this.#haste.learn(job, performance.now() - start)
    job.resolve(ending)
    if (this.#stopped) return
    if (ending.state === 'replied') this.#idle.push(child)
    else await this.#giveUp(child, job)
    this.#refill()
    this.#dispatch()
  }

  async #giveUp(child: ProbeChild, { onHeld }: Job): Promise<void> {
    child.abandon()
    const gone = await child.exitsWithin(KILL_MS)
    this.#alive.delete(child)
    if (gone) return
    onHeld(true)
    this.#lost.add(child, () => {
      onHeld(false)
      this.#refill()
    })
  }

  /** Replaces what is lost, as long as few enough are. */
  #refill(): void {
    if (this.#stopped || !this.#mayStart) return
    while (this.#alive.size + this.#starting < this.#size) {
      this.#starting++
      this.#start()
        .finally(() => this.#starting--)
        .then(
          (child) => this.#welcome(child),
          (error: Error) => this.#mourn(error.message),
        )
    }
  }

  #welcome(child: ProbeChild): void {
    this.#alive.add(child)
    this.#idle.push(child)
    child.onExit(() => this.#forget(child))
    if (this.#stopped) child.abandon()
    else this.#dispatch()
  }

  /** It may also die while it has nothing to do. */
  #forget(child: ProbeChild): void {
    const at = this.#idle.indexOf(child)
    if (at >= 0) this.#idle.splice(at, 1)
    this.#alive.delete(child)
  }

  /** The next question tries again. */
  #mourn(says: string): void {
    if (this.#alive.size + this.#starting === 0) this.#answerAll({ state: 'unstarted', says })
  }

  #answerAll(outcome: Outcome): void {
    for (const job of this.#waiting.splice(0)) job.resolve(outcome)
  }

  get #mayStart(): boolean {
    return this.#pool === 'remote' ? this.#mayAsk : this.#lost.count <= LostChildren.MOST
  }

  get #mayAsk(): boolean {
    if (this.#pool === 'remote') return this.#lost.count < LostChildren.MOST
    return this.#alive.size + this.#starting > 0 || this.#lost.count <= LostChildren.MOST
  }
}
