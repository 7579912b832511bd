import { loadFolder } from '../folder.ts'
import type { FactKind } from '../model/fact.ts'
import { KnownError } from '../model/known-error.ts'
import type { Looked, Piece, ProbeReport } from '../model/probe.ts'
import { checkLooked } from './check-looked.ts'
import { Crew, type Told } from './children/crew.ts'
import type { Described } from './children/exchange.ts'
import type { NodeView } from './node-view.ts'
import { Patience } from './patience.ts'

export interface RunOptions {
  /** Everything that is not there by then is reported as `timed-out`. */
  readonly deadlineMs: number
  /** Called after each probe. */
  readonly onReport?: (report: ProbeReport) => void
}

const PROBES = new URL('./probes/', import.meta.url)
const FACTS = new URL('../facts/', import.meta.url)

/**
 * Looks at the node without ever waiting for it: every piece of a probe runs in a child process that was started
 * beforehand, and that is given up when the piece takes too long. This process itself asks no file system anything.
 */
export class ProbeRunner {
  /** By id, in the order of their names. */
  readonly probes: ReadonlyMap<string, Described>
  readonly #crew: Crew
  readonly #kinds: ReadonlyMap<string, FactKind>

  private constructor(crew: Crew, kinds: ReadonlyMap<string, FactKind>) {
    this.probes = new Map(crew.probes.map((probe) => [probe.id, probe]))
    this.#crew = crew
    this.#kinds = kinds
  }

  /** Resolves when everything that a question needs is loaded and started. Rejects with a KnownError `no-probe-child`. */
  static async start(view: NodeView, folder: URL = PROBES): Promise<ProbeRunner> {
    const [crew, kinds] = await Promise.all([Crew.start(view, folder), loadFolder<FactKind>(FACTS)])
    return new ProbeRunner(crew, kinds)
  }

  /** Children that were killed and are still held by the kernel. */
  get lostChildren(): number {
    return this.#crew.lostChildren
  }

  /** Runs the probes at the same time. Rejects with a KnownError `no-such-probe`; everything else is in the reports. */
  async run(ids: readonly string[], { deadlineMs, onReport }: RunOptions): Promise<readonly ProbeReport[]> {
    const probes = [...new Set(ids)].map((id) => this.#probeOf(id))
    const patience = new Patience(deadlineMs)
    await this.#crew.refresh()
    const reports = probes.map(async (probe) => {
      const report = await this.#runProbe(probe, patience)
      onReport?.(report)
      return report
    })
    return Promise.all(reports).finally(() => patience.end())
  }

  /** Kills every child and waits for none. */
  stop(): void {
    this.#crew.stop()
  }

  #probeOf(id: string): Described {
    const probe = this.probes.get(id)
    if (probe) return probe
    const known = [...this.probes.keys()].join(', ')
    throw new KnownError('no-such-probe', `there is no probe \`${id}\`; expected one of ${known}`)
  }

  async #runProbe(probe: Described, patience: Patience): Promise<ProbeReport> {
    const start = performance.now()
    const { id, allPiecesMs } = probe
    const own = allPiecesMs === undefined ? patience : new Patience(allPiecesMs, patience)
    const parts = await this.#lookAtAll(probe, own)
    if (own !== patience) own.end()
    const tookMs = Math.round(performance.now() - start)
    const facts = parts.flatMap((part) => part.facts)
    return { probe: id, tookMs, facts, notChecked: parts.flatMap((part) => part.notChecked) }
  }

  async #lookAtAll(probe: Described, patience: Patience): Promise<readonly Looked[]> {
    const whole: Piece = { name: probe.id, pool: 'kernel' }
    const plan: Told<readonly Piece[]> = probe.hasPieces ? await this.#crew.plan(probe, patience) : { told: [whole] }
    if ('not' in plan) return [{ facts: [], notChecked: [{ what: probe.id, ...plan.not }] }]
    return Promise.all(plan.told.map((piece) => this.#lookAt(probe, piece, patience)))
  }

  async #lookAt(probe: Described, piece: Piece, patience: Patience): Promise<Looked> {
    const looked = await this.#crew.look(probe, piece, patience)
    if ('told' in looked) return checkLooked(looked.told, probe.yields, this.#kinds)
    return { facts: [], notChecked: [{ what: piece.name, ...looked.not }] }
  }
}
