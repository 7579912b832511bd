import filesystems from '../../src/agent/probes/filesystems.ts'
import mountTable from '../../src/agent/probes/mount-table.ts'
import { loadKit } from '../../src/casebook.ts'
import { Question } from '../../src/fleet/question.ts'
import type {
  AskOptions,
  ConnectedAgent,
  KnownProbe,
  NodeAnswer,
  PoolAnswer,
  PoolFleet,
} from '../../src/model/fleet.ts'
import { agentFrame } from '../../src/model/frame.ts'
import { KnownError } from '../../src/model/known-error.ts'
import type { Looked } from '../../src/model/probe.ts'

const { kinds } = await loadKit()

/** What the agents of these tests can look at: two of the real probes. */
export const PROBES: readonly KnownProbe[] = [
  { id: 'filesystems', summary: filesystems.summary, yields: filesystems.yields },
  { id: 'mount-table', summary: mountTable.summary, yields: mountTable.yields },
]

/** When everything was measured that these agents report. */
export const MEASURED_AT = Date.UTC(2026, 10, 20, 8, 12, 44)

/**
 * Nodes in memory, each with what its agent reports. What they report goes through what checks the reports of real
 * agents; only the way there is left out.
 */
export class FakeFleet implements PoolFleet {
  readonly #nodes = new Map<string, FakeNode>()
  /** Every question that reached a node, in order. */
  readonly asked: { readonly node: string; readonly probes: readonly string[] }[] = []

  connects(
    name: string,
    { labels = {}, probes = PROBES }: Partial<Pick<ConnectedAgent, 'labels' | 'probes'>> = {},
  ): FakeNode {
    const node = new FakeNode({ node: name, labels, probes, version: '1.0.0', connectedAt: MEASURED_AT })
    this.#nodes.set(name, node)
    return node
  }

  /** The connection of a node breaks, also under a question. */
  loses(name: string): void {
    this.#nodes.get(name)?.breakOff()
    this.#nodes.delete(name)
  }

  agents(): readonly ConnectedAgent[] {
    return [...this.#nodes.values()].map(({ agent }) => agent)
  }

  agentOf(node: string): ConnectedAgent | undefined {
    return this.#nodes.get(node)?.agent
  }

  async ask(name: string, probes: readonly string[], { onProgress }: AskOptions): Promise<NodeAnswer> {
    const node = this.#nodes.get(name)
    if (!node) throw new KnownError('no-such-node', `no agent of ${name} is connected`)
    this.asked.push({ node: name, probes })
    return node.ask(probes, onProgress)
  }

  async askAll(nodes: readonly string[], probes: readonly string[], options: AskOptions): Promise<PoolAnswer> {
    const { onProgress, ...each } = options
    let done = 0
    const outcomes = nodes.map(async (node) => {
      const answer = await this.ask(node, probes, each).catch((error: KnownError) => ({ fault: error.message }))
      onProgress?.(++done, nodes.length)
      return { node, facts: [], notChecked: [], ...answer }
    })
    const heard = await Promise.all(outcomes)
    const isSilent = ({ facts, fault }: NodeAnswer): boolean => fault !== undefined && facts.length === 0
    return {
      answers: heard.filter((answer) => !isSilent(answer)),
      silent: heard.filter(isSilent).map(({ node, fault = '' }) => ({ node, fault })),
    }
  }
}

export class FakeNode {
  readonly agent: ConnectedAgent
  readonly #reports = new Map<string, Looked>()
  readonly #open = new Set<Question>()
  #todo: (() => void)[] = []
  #steps = Number.POSITIVE_INFINITY

  constructor(agent: ConnectedAgent) {
    this.agent = agent
  }

  /** What a probe finds from now on; before that it finds nothing at all. */
  finds(probe: string, { facts = [], notChecked = [] }: Partial<Looked>): this {
    this.#reports.set(probe, { facts, notChecked })
    return this
  }

  /** From now on the agent says only what it is told to say. */
  hesitates(): this {
    this.#steps = 0
    return this
  }

  /** The next reports, or all that is left. */
  says(reports = Number.POSITIVE_INFINITY): void {
    this.#steps += reports
    this.#work()
  }

  ask(probes: readonly string[], onProgress: AskOptions['onProgress']): Promise<NodeAnswer> {
    const known = this.agent.probes.filter(({ id }) => probes.includes(id))
    const { node } = this.agent
    const question = new Question({
      node,
      probes: known,
      kinds,
      factsAtMost: 5000,
      now: () => MEASURED_AT,
      boot: undefined,
      onProgress,
    })
    this.#open.add(question)
    for (const { id } of known) this.#todo.push(() => this.#report(question, id))
    this.#todo.push(() => this.#finish(question, undefined))
    this.#work()
    return question.answer
  }

  breakOff(): void {
    this.#todo = []
    for (const question of this.#open) this.#finish(question, 'the agent went away')
  }

  #work(): void {
    for (; this.#steps > 0 && this.#todo.length > 0; this.#steps--) this.#todo.shift()?.()
  }

  #report(question: Question, probe: string): void {
    const { facts, notChecked } = this.#reports.get(probe) ?? { facts: [], notChecked: [] }
    const frame = { type: 'report', id: question.id, report: { probe, facts, notChecked, tookMs: 3 } }
    const said = agentFrame.parse(JSON.parse(JSON.stringify(frame)))
    if (said.type === 'report') question.take(said)
  }

  #finish(question: Question, fault: string | undefined): void {
    this.#open.delete(question)
    question.finish(fault)
  }
}
