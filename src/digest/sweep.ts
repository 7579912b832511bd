import type { NearLimit } from '../model/digest.ts'
import type { Fact, FactKind } from '../model/fact.ts'
import type { ConnectedAgent, Fleet } from '../model/fleet.ts'
import { isShare, nearLimits } from './near-limits.ts'

const DEADLINE_MS = 10_000
const AT_ONCE = 16

/** Asks each of the nodes for what is a share of a limit, a few nodes at a time. A node that does not answer is left out. */
export async function sweepNodes(
  fleet: Fleet,
  agents: readonly ConnectedAgent[],
  kinds: ReadonlyMap<string, FactKind>,
): Promise<NearLimit[]> {
  const shares = [...kinds.values()].filter(({ schema }) => Object.keys(schema.shape).some(isShare))
  const wanted = new Set(shares.map(({ id }) => id))
  const waiting = [...agents]
  const facts: Fact[] = []
  const worker = async (): Promise<void> => {
    for (let agent = waiting.shift(); agent; agent = waiting.shift()) facts.push(...(await ask(fleet, agent, wanted)))
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return nearLimits(facts)
}

async function ask(fleet: Fleet, agent: ConnectedAgent, wanted: ReadonlySet<string>): Promise<readonly Fact[]> {
  const probes = agent.probes.filter(({ yields }) => yields.some((kind) => wanted.has(kind))).map(({ id }) => id)
  if (probes.length === 0) return []
  const answer = await fleet.ask(agent.node, probes, { deadlineMs: DEADLINE_MS }).catch(() => undefined)
  return answer?.facts.filter(({ kind }) => wanted.has(kind)) ?? []
}
