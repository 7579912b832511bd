import { createHash } from 'node:crypto'
import { compileNodePattern } from '../../investigation/node-pattern.ts'
import type { NodeOption } from '../../messages/slack/confirm-view.ts'
import type { ConnectedAgent, Fleet } from '../../model/fleet.ts'

/** The connected nodes that the configuration allows to be asked. What a person types is looked up here and never becomes anything else. */
export interface Inventory {
  /** In the order of their names. */
  readonly agents: () => readonly ConnectedAgent[]
  readonly agentOf: (node: string) => ConnectedAgent | undefined
  /** Whose names hold the query, letter case ignored, in the order of their names. */
  readonly search: (query: string, most: number) => readonly ConnectedAgent[]
  /** Whose name or label fits a pattern. */
  readonly fitting: (pattern: string) => readonly ConnectedAgent[]
  /** The node that an option of ours stands for. */
  readonly chosen: (value: string) => ConnectedAgent | undefined
}

export function openInventory(fleet: Fleet, allowed: readonly string[]): Inventory {
  const tests = allowed.map(compileNodePattern)
  const isAllowed = (agent: ConnectedAgent): boolean => tests.some((fits) => fits(agent))
  const agents = (): readonly ConnectedAgent[] =>
    fleet
      .agents()
      .filter(isAllowed)
      .toSorted((a, b) => (a.node < b.node ? -1 : 1))
  const agentOf = (node: string): ConnectedAgent | undefined => {
    const agent = fleet.agentOf(node)
    return agent && isAllowed(agent) ? agent : undefined
  }
  return {
    agents,
    agentOf,
    search(query, most) {
      const wanted = query.trim().toLowerCase()
      return agents()
        .filter(({ node }) => node.toLowerCase().includes(wanted))
        .slice(0, most)
    },
    fitting: (pattern) => agents().filter(compileNodePattern(pattern)),
    chosen: (value) => agentOf(value) ?? agents().find(({ node }) => optionOf(node).value === value),
  }
}

/** Slack takes no longer value: https://docs.slack.dev/reference/block-kit/composition-objects/option-object */
const MAX_VALUE = 75

/** A longer name is told from others by its digest. */
export function optionOf(node: string): NodeOption {
  if (node.length <= MAX_VALUE) return { node, value: node }
  return { node, value: `sha256:${createHash('sha256').update(node).digest('hex').slice(0, 60)}` }
}
