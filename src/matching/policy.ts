import type { Strength } from '../model/case.ts'

/** The numbers by which candidates are found and ranked. Confidence has none: it is a matter of kind, not of degree. */
export interface Policy {
  /** What the best signature of a case is worth. */
  readonly points: Readonly<Record<Strength, number>>
  /** Each further distinct signature adds this part of its points: three weak texts are not one strong one. */
  readonly further: number
  readonly confirmed: number
  readonly suggested: number
  /** For a paste that the case's own words cover whole. */
  readonly text: number
  /** From this share of the paste's words on, words that coincide say something. */
  readonly tellingScore: number
  /** Or from this smaller share on, when they are a few different ones: a lone sentence shares two words with anything. */
  readonly minScore: number
  readonly fewTerms: { readonly alone: number; readonly amongLines: number }
}

/** `bench/cross-validation.ts` shows that the answers do not hang on the exact numbers. */
export const POLICY: Policy = {
  points: { decisive: 60, strong: 30, weak: 10 },
  further: 0.2,
  confirmed: 100,
  suggested: 25,
  text: 20,
  tellingScore: 0.12,
  minScore: 0.03,
  fewTerms: { alone: 3, amongLines: 2 },
}
