import type { Looked, NotChecked, Piece, Pool } from '../../model/probe.ts'
import type { NodeView } from '../node-view.ts'
import type { Patience } from '../patience.ts'
import { ChildPool, type Outcome } from './child-pool.ts'
import type { Described, Request } from './exchange.ts'
import { LostChildren } from './lost-children.ts'
import { ProbeChild } from './probe-child.ts'
import { StuckPieces } from './stuck-pieces.ts'

/** What a child told, or why it did not. */
export type Told<T> = { readonly told: T } | { readonly not: Omit<NotChecked, 'what'> }

/** `off`: the pool is not there. `late`: nobody waits any more. */
type Reached = Outcome | { readonly state: 'off' | 'late' }

const LONGEST_PLAN_MS = 1500

/** All children of an agent: started beforehand, in pools, with the memory of what hung in them. */
export class Crew {
  readonly probes: readonly Described[]
  readonly #pools: Readonly<Record<Pool, ChildPool | undefined>>
  readonly #lost: LostChildren
  readonly #stuck = new StuckPieces()

  private constructor(
    probes: readonly Described[],
    pools: Readonly<Record<Pool, ChildPool | undefined>>,
    lost: LostChildren,
  ) {
    this.probes = probes
    this.#pools = pools
    this.#lost = lost
  }

  /** Resolves when every child has loaded every probe of the folder and made its threads. Rejects with a KnownError `no-probe-child` when one does not start. */
  static async start(view: NodeView, folder: URL): Promise<Crew> {
    const lost = new LostChildren()
    const pool = (name: Pool, probes?: readonly string[]): ChildPool =>
      new ChildPool(name, 1, () => ProbeChild.start({ view, folder: folder.href, probes }), lost)
    const kernel = pool('kernel')
    const opened = [kernel]
    try {
      await kernel.open()
      const probes = kernel.anyChild?.probes ?? []
      const local = pool('local', namesIn('local', probes))
      const remote = view.remote ? pool('remote', namesIn('remote', probes)) : undefined
      const others = remote ? [local, remote] : [local]
      opened.push(...others)
      await Promise.all(others.map((it) => it.open()))
      return new Crew(probes, { kernel, local, remote }, lost)
    } catch (error) {
      for (const it of opened) it.stop()
      throw error
    }
  }

  /** Children that were killed and are still held by the kernel. */
  get lostChildren(): number {
    return this.#lost.count
  }

  /** Kills every child and waits for none. */
  stop(): void {
    for (const pool of Object.values(this.#pools)) pool?.stop()
  }

  /** Lets what hung be asked again when the mount table has changed since. */
  async refresh(): Promise<void> {
    if (this.#stuck.isEmpty) return
    const job = {
      request: { type: 'mounts' },
      deadlineMs: LONGEST_PLAN_MS,
      isGone: () => false,
      onHeld() {},
    } as const
    const outcome = await this.#pools.kernel?.submit(job)
    if (outcome?.state === 'replied' && outcome.reply.type === 'mounts') this.#stuck.see(outcome.reply.digest)
  }

  /** The pieces of a probe that has some. */
  async plan(probe: Described, patience: Patience): Promise<Told<readonly Piece[]>> {
    const piece: Piece = { name: probe.id, pool: 'kernel' }
    const planned = await this.#ask(
      { type: 'plan', probe: probe.id },
      { ...probe, deadlineMs: LONGEST_PLAN_MS },
      piece,
      patience,
    )
    if (planned.state === 'replied' && planned.reply.type === 'planned') return { told: planned.reply.pieces }
    return { not: whyNot(planned, LONGEST_PLAN_MS) }
  }

  async look(probe: Described, piece: Piece, patience: Patience): Promise<Told<Looked>> {
    if (this.#stuck.has(probe.id, piece)) return { not: { why: 'hung', says: stillStuck(probe.deadlineMs) } }
    const looked = await this.#ask({ type: 'look', probe: probe.id, piece }, probe, piece, patience)
    if (looked.state === 'replied' && looked.reply.type === 'looked') return { told: looked.reply.looked }
    return { not: whyNot(looked, probe.deadlineMs) }
  }

  async #ask(request: Request, { id, deadlineMs }: Described, piece: Piece, patience: Patience): Promise<Reached> {
    const pool = this.#pools[piece.pool]
    if (!pool) return { state: 'off' }
    const onHeld = (held: boolean): void => (held ? this.#remember(id, piece) : this.#stuck.remove(id, piece))
    const outcome = pool.submit({ request, deadlineMs, isGone: () => patience.isOver, onHeld })
    void outcome.then(({ state }) => state === 'hung' && piece.pool !== 'kernel' && this.#remember(id, piece))
    return Promise.race([outcome, patience.over.then((): Reached => ({ state: 'late' }))])
  }

  /** Also when nobody waits for it any more. A socket (pool `kernel`) that could be left behind is asked again: no mount table tells when it is well. */
  #remember(probe: string, piece: Piece): void {
    this.#stuck.add(probe, piece)
    void this.refresh()
  }
}

function namesIn(pool: Pool, probes: readonly Described[]): readonly string[] {
  return probes.filter(({ pools }) => pools.includes(pool)).map(({ id }) => id)
}

function stillStuck(deadlineMs: number): string {
  return `it did not answer within ${deadlineMs} ms, and is asked again when the mount table has changed`
}

function whyNot(reached: Reached, deadlineMs: number): Omit<NotChecked, 'what'> {
  switch (reached.state) {
    case 'hung':
      return { why: 'hung', says: stillStuck(deadlineMs) }
    case 'busy':
      return { why: 'timed-out', says: `it was still at work long after its ${deadlineMs} ms` }
    case 'late':
    case 'dropped':
      return { why: 'timed-out', says: 'the time for the whole question was over first' }
    case 'refused':
      return {
        why: 'budget',
        says: `${LostChildren.MOST} processes of the agent are lost in calls that never return; no more is risked until one of them is back`,
      }
    case 'off':
      return {
        why: 'missing-right',
        says: 'file systems behind a network or FUSE are not asked unless the agent is told to',
      }
    case 'unstarted':
    case 'ended':
      return { why: 'failed', says: reached.says }
    case 'replied':
      return { why: 'failed', says: reached.reply.type === 'failed' ? reached.reply.says : 'it answered out of turn' }
  }
}
