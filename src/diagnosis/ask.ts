import type { Case, Evidence } from '../model/case.ts'
import type { FactKind } from '../model/fact.ts'
import type { Ask } from '../model/verdict.ts'
import { type FactsByKind, sourceFor } from './judge.ts'

/**
 * The one command that separates most of the candidates: it decides (confirms or rules out) as many of them as can be
 * decided by one output that is not there yet. Of equal commands, the one that decides the better candidate.
 */
export function askNext(
  candidates: readonly Case[],
  facts: FactsByKind,
  kinds: ReadonlyMap<string, FactKind>,
): Ask | undefined {
  const asks = new Map<string, Ask & { readonly first: number }>()
  candidates.forEach((candidate, rank) => {
    for (const evidence of candidate.evidence) {
      const command = sourceFor(kinds.get(evidence.fact), evidence.condition.fields)
      if (!command || evidence.effect === 'suggests' || alreadySpoke(evidence, facts)) continue
      const known = asks.get(command) ?? { command, probe: evidence.fact, separates: [], outcomes: [], first: rank }
      asks.set(command, {
        ...known,
        separates: [...new Set([...known.separates, candidate.id])],
        outcomes: [...known.outcomes, { case: candidate.id, when: evidence.condition.source, effect: evidence.effect }],
      })
    }
  })
  const [best] = [...asks.values()].sort((a, b) => b.separates.length - a.separates.length || a.first - b.first)
  if (!best) return undefined
  const { first: _first, ...ask } = best
  return ask
}

function alreadySpoke(evidence: Evidence, facts: FactsByKind): boolean {
  return (facts.get(evidence.fact) ?? []).some((row) => evidence.condition.holds(row.fields) !== undefined)
}
