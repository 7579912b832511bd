import type { Signature } from '../model/case.ts'
import type { FactKind } from '../model/fact.ts'
import type { Verdict } from '../model/verdict.ts'

/**
 * A verdict for a paste that says little itself. The kernel log of a node tells what happened once, to some device: for a
 * paste with no text of its own that says so, it points at the case and proves nothing. What a person pasted they chose.
 */
export function weighPast(
  verdict: Verdict,
  matched: readonly Signature[],
  kinds: ReadonlyMap<string, FactKind>,
): Verdict {
  const confirming = verdict.because.filter(({ effect }) => effect === 'confirms')
  const isPast =
    confirming.length > 0 &&
    confirming.every(({ fact }) => fact.origin.from === 'node' && kinds.get(fact.kind)?.past === true)
  const isToldByText = matched.some(({ strength }) => strength !== 'weak')
  if (verdict.state !== 'confirmed' || !isPast || isToldByText) return verdict
  return {
    ...verdict,
    state: 'undecided',
    because: verdict.because.map((ground) => ({
      ...ground,
      effect: ground.effect === 'confirms' ? 'suggests' : ground.effect,
    })),
  }
}
