import { setImmediate as nextTurn } from 'node:timers/promises'
import type { AskOptions, Fleet, NodeAnswer, PoolFleet } from '../../model/fleet.ts'
import { KnownError } from '../../model/known-error.ts'

export interface PoolHeard<T> {
  readonly heard: readonly T[]
  readonly silent: readonly { readonly node: string; readonly fault: string }[]
}

/** Nodes that are asked at the same time by a fleet that cannot ask many at once. */
const WIDTH = 64

/**
 * Asks many nodes the same. `hear` makes of each answer what is to be kept of it, or nothing when the node said
 * nothing; the facts of a thousand nodes are not kept.
 */
export async function askPool<T>(
  fleet: Fleet | PoolFleet,
  nodes: readonly string[],
  probes: readonly string[],
  options: AskOptions,
  hear: (answer: NodeAnswer) => T | undefined,
): Promise<PoolHeard<T>> {
  const heard: T[] = []
  const silent: { node: string; fault: string }[] = []
  const take = async (answer: NodeAnswer): Promise<void> => {
    // Judging is work, and a thousand nodes answer at once: others have their turn in between.
    await nextTurn()
    const kept = hear(answer)
    if (kept === undefined) silent.push({ node: answer.node, fault: answer.fault ?? '' })
    else heard.push(kept)
  }
  if ('askAll' in fleet) {
    const pool = await fleet.askAll(nodes, probes, options)
    silent.push(...pool.silent)
    for (const answer of pool.answers) await take(answer)
  } else await askEach(fleet, nodes, probes, options, take)
  return { heard, silent }
}

async function askEach(
  fleet: Fleet,
  nodes: readonly string[],
  probes: readonly string[],
  { deadlineMs, onProgress }: AskOptions,
  take: (answer: NodeAnswer) => Promise<void>,
): Promise<void> {
  const waiting = nodes.values()
  let done = 0
  const work = async (): Promise<void> => {
    for (const node of waiting) {
      await take(await fleet.ask(node, probes, { deadlineMs }).catch((error: unknown) => unanswered(node, error)))
      onProgress?.(++done, nodes.length)
    }
  }
  await Promise.all(Array.from({ length: Math.min(WIDTH, nodes.length) }, work))
}

/** A node that is not connected any more is one that did not answer. */
function unanswered(node: string, error: unknown): NodeAnswer {
  if (!(error instanceof KnownError)) throw error
  return { node, facts: [], notChecked: [], fault: error.message }
}
