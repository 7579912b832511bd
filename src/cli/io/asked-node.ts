import { hostname } from 'node:os'
import { localView } from '../../agent/local-view.ts'
import { ProbeRunner } from '../../agent/probe-runner.ts'
import type { ConnectedAgent, KnownProbe, NodeAnswer } from '../../model/fleet.ts'
import { KnownError } from '../../model/known-error.ts'
import type { ProbeReport } from '../../model/probe.ts'
import { openRunningApp } from './running-app.ts'

/** A node that can be asked, here or far away. */
export interface AskedNode {
  readonly node: string
  readonly probes: readonly KnownProbe[]
  readonly ask: (probes: readonly string[], deadlineMs: number) => Promise<NodeAnswer>
  readonly close: () => void
}

/** This machine, asked by this process with its rights. */
export async function openThisMachine(remote: boolean): Promise<AskedNode> {
  const runner = await ProbeRunner.start(localView(remote))
  const node = hostname()
  return {
    node,
    probes: [...runner.probes.values()],
    ask: async (probes, deadlineMs) => toAnswer(node, await runner.run(probes, { deadlineMs }), new Date()),
    close: () => runner.stop(),
  }
}

/** A node whose agent is connected to the app that runs here. Rejects with a KnownError `no-such-node` when none is. */
export async function openConnectedNode(name: string, config: string | undefined): Promise<AskedNode> {
  const app = await openRunningApp(config)
  const agents = await app.agents()
  const agent = agents.find(({ node }) => node === name)
  if (!agent) throw noSuchNode(name, agents)
  return {
    node: agent.node,
    probes: agent.probes,
    ask: (probes, deadlineMs) => app.ask(agent.node, probes, { deadlineMs }),
    close: () => {},
  }
}

const MOST_NAMED = 20

function noSuchNode(name: string, agents: readonly ConnectedAgent[]): KnownError {
  const names = agents.slice(0, MOST_NAMED).map(({ node }) => node)
  const connected = names.length > 0 ? `connected are ${names.join(', ')}` : 'no agent is connected'
  const more = agents.length > MOST_NAMED ? ` and ${agents.length - MOST_NAMED} more` : ''
  return new KnownError('no-such-node', `no agent of \`${name}\` is connected; ${connected}${more}`)
}

function toAnswer(node: string, reports: readonly ProbeReport[], now: Date): NodeAnswer {
  const at = now.toISOString()
  return {
    node,
    facts: reports.flatMap(({ probe, facts }) =>
      facts.map(({ kind, fields }) => ({ kind, fields, origin: { from: 'node', node, probe, at } as const })),
    ),
    notChecked: reports.flatMap(({ probe, notChecked }) => notChecked.map((it) => ({ probe, ...it }))),
  }
}
