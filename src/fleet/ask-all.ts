import type { AskOptions, Fleet, NodeAnswer, PoolAnswer } from '../model/fleet.ts'

/**
 * Asks many nodes under one deadline. So many at once that their answers do not come as one wave; but who hangs holds
 * its place only for so long that everybody was asked when half of the time is over.
 */
export async function askAll(
  fleet: Fleet,
  nodes: readonly string[],
  probes: readonly string[],
  { deadlineMs, onProgress }: AskOptions,
  atOnce: number,
): Promise<PoolAnswer> {
  const wanted = [...new Set(nodes)]
  const end = performance.now() + deadlineMs
  const placeMs = deadlineMs / 2 / Math.ceil(wanted.length / atOnce)
  let done = 0
  const askOne = async (node: string): Promise<NodeAnswer> => {
    const remainingMs = Math.max(1, Math.round(end - performance.now()))
    const answer = await fleet.ask(node, probes, { deadlineMs: remainingMs }).catch((error) => noAnswer(node, error))
    onProgress?.(++done, wanted.length)
    return answer
  }
  const answers: Promise<NodeAnswer>[] = []
  const waiting = wanted[Symbol.iterator]()
  const hold = async (): Promise<void> => {
    for (const node of waiting) {
      const answer = askOne(node)
      answers.push(answer)
      await within(placeMs, answer)
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, wanted.length) }, hold))
  return sort(wanted, await Promise.all(answers))
}

/** Until the work is done, at most so long; leaves no timer behind. */
async function within(limitMs: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const end = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs)
  })
  await Promise.race([work, end])
  clearTimeout(timer)
}

function noAnswer(node: string, error: unknown): NodeAnswer {
  return { node, facts: [], notChecked: [], fault: error instanceof Error ? error.message : String(error) }
}

/** A node that was cut short but said something has answered. */
function sort(nodes: readonly string[], answers: readonly NodeAnswer[]): PoolAnswer {
  const byNode = new Map(answers.map((answer) => [answer.node, answer]))
  const ordered = nodes.flatMap((node) => byNode.get(node) ?? [])
  const isSilent = ({ fault, facts }: NodeAnswer): boolean => fault !== undefined && facts.length === 0
  return {
    answers: ordered.filter((answer) => !isSilent(answer)),
    silent: ordered.filter(isSilent).map(({ node, fault = '' }) => ({ node, fault })),
  }
}
