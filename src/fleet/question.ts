import { randomUUID } from 'node:crypto'
import type { Fact, FactKind } from '../model/fact.ts'
import type { AskOptions, KnownProbe, NodeAnswer } from '../model/fleet.ts'
import type { AgentFrame } from '../model/frame.ts'
import { KnownError } from '../model/known-error.ts'
import type { NotChecked } from '../model/probe.ts'
import { checkFacts } from './check-facts.ts'
import { compareClocks } from './compare-clocks.ts'
import { quote } from './foreign-text.ts'

type ReportFrame = Extract<AgentFrame, { type: 'report' }>
type Unchecked = NodeAnswer['notChecked'][number]

export interface Asked {
  readonly node: string
  /** The probes that the agent has, of those that were named. */
  readonly probes: readonly KnownProbe[]
  readonly kinds: ReadonlyMap<string, FactKind>
  readonly factsAtMost: number
  readonly now: () => number
  /** The boot of our own kernel. */
  readonly boot: string | undefined
  readonly onProgress: AskOptions['onProgress']
}

const MAX_UNCHECKED = 1000

/** One question to one agent: takes its reports until it is finished, and then answers with what came. */
export class Question {
  readonly id = randomUUID()
  readonly answer: Promise<NodeAnswer>
  readonly #asked: Asked
  readonly #askedAt: number
  readonly #open: Map<string, KnownProbe>
  readonly #facts: Fact[] = []
  readonly #notChecked: Unchecked[] = []
  #resolve: (answer: NodeAnswer) => void = () => {}

  constructor(asked: Asked) {
    this.#asked = asked
    this.#askedAt = asked.now()
    this.#open = new Map(asked.probes.map((probe) => [probe.id, probe]))
    this.answer = new Promise((resolve) => {
      this.#resolve = resolve
    })
  }

  /** Throws a KnownError when the report is about what was not asked, or was answered. */
  take({ report, more, ageMs = 0 }: ReportFrame): void {
    const { node, kinds, now, boot } = this.#asked
    const probe = this.#open.get(report.probe)
    if (!probe)
      throw new KnownError('report-not-asked-for', `the agent reports ${quote(report.probe)}, which it was not asked`)
    const measuredAt = now() - ageMs
    const at = new Date(measuredAt).toISOString()
    const { facts, left } = checkFacts({ node, probe: probe.id, facts: report.facts, yields: probe.yields, kinds, at })
    // Whoever asked before us may have started the look that answers us.
    const looked = { from: this.#askedAt - ageMs - report.tookMs, to: measuredAt }
    const compared = facts.map((fact) => compareClocks(fact, looked, boot))
    this.#keepFacts(probe.id, compared)
    for (const unchecked of [...report.notChecked, ...left]) this.#note(probe.id, unchecked)
    if (!more) this.#close(probe.id)
  }

  /** `fault` says why it is not finished as it should be; what is still open is then named. */
  finish(fault: string | undefined, why: NotChecked['why'] = 'failed'): void {
    for (const probe of this.#open.keys())
      this.#note(probe, { what: probe, why, says: fault ?? 'the agent said nothing of it' })
    this.#open.clear()
    const { node } = this.#asked
    const answer = { node, facts: this.#facts, notChecked: this.#notChecked }
    this.#resolve(fault === undefined ? answer : { ...answer, fault })
  }

  #keepFacts(probe: string, facts: readonly Fact[]): void {
    const room = this.#asked.factsAtMost - this.#facts.length
    this.#facts.push(...facts.slice(0, room))
    if (facts.length > room)
      this.#note(probe, {
        what: probe,
        why: 'budget',
        says: `${facts.length - room} rows are more than one answer holds`,
      })
  }

  #note(probe: string, unchecked: NotChecked): void {
    if (this.#notChecked.length < MAX_UNCHECKED) this.#notChecked.push({ probe, ...unchecked })
  }

  #close(probe: string): void {
    this.#open.delete(probe)
    const of = this.#asked.probes.length
    this.#asked.onProgress?.(of - this.#open.size, of)
  }
}
