import { POLICY, type Policy } from '../../src/matching/policy.ts'

/** A policy, and what of it is not as shipped. */
export interface Variant {
  readonly name: string
  readonly policy: Policy
}

export const SHIPPED: Variant = { name: 'shipped', policy: POLICY }

/** Each number of the policy from about half to about twice what is shipped, the others as they are. */
export const VARIANTS: readonly Variant[] = [
  ...varied('decisive', [40, 50, 80, 120], (decisive) => ({ points: { ...POLICY.points, decisive } })),
  ...varied('strong', [15, 20, 40, 55], (strong) => ({ points: { ...POLICY.points, strong } })),
  ...varied('weak', [5, 7, 15, 20], (weak) => ({ points: { ...POLICY.points, weak } })),
  ...varied('further', [0, 0.1, 0.3, 0.5], (further) => ({ further })),
  ...varied('confirmed', [50, 70, 150, 200], (confirmed) => ({ confirmed })),
  ...varied('suggested', [12, 18, 35, 50], (suggested) => ({ suggested })),
  ...varied('text', [10, 15, 30, 40], (text) => ({ text })),
  ...varied('tellingScore', [0.06, 0.09, 0.16, 0.24], (tellingScore) => ({ tellingScore })),
  ...varied('minScore', [0.015, 0.02, 0.045, 0.06], (minScore) => ({ minScore })),
  ...varied('fewTerms.alone', [2, 4, 5], (alone) => ({ fewTerms: { ...POLICY.fewTerms, alone } })),
  ...varied('fewTerms.amongLines', [1, 3, 4], (amongLines) => ({ fewTerms: { ...POLICY.fewTerms, amongLines } })),
]

/** Policies that throw something away: where these make no difference either, the table proves nothing. */
export const CONTROLS: readonly Variant[] = [
  { name: 'texts weigh the same', policy: { ...POLICY, points: { decisive: 30, strong: 30, weak: 30 } } },
  { name: 'facts weigh nothing', policy: { ...POLICY, confirmed: 0, suggested: 0 } },
  { name: 'no words', policy: { ...POLICY, text: 0, tellingScore: 2, minScore: 2 } },
  { name: 'any word', policy: { ...POLICY, tellingScore: 0, minScore: 0 } },
]

function varied(name: string, values: readonly number[], put: (value: number) => Partial<Policy>): Variant[] {
  return values.map((value) => ({ name: `${name} ${value}`, policy: { ...POLICY, ...put(value) } }))
}
