import type { Confidence } from '../model/answer.ts'
import type { Strength } from '../model/case.ts'
import type { Verdict } from '../model/verdict.ts'

/** What is known of one candidate before it is ranked. */
export interface Clues {
  /** Strengths of the distinct signatures that matched. */
  readonly strengths: readonly Strength[]
  readonly verdict: Verdict
  /** How much of the paste the case's own words cover, 0 to 1. */
  readonly text: number
  /** The paste shows signs of another world (a build log, a laptop, an application stack). */
  readonly foreign: boolean
}

const POINTS: Readonly<Record<Strength, number>> = { decisive: 60, strong: 30, weak: 10 }
const CONFIRMED = 100
const SUGGESTED = 25
const TEXT = 20
/** Each further distinct signature adds this part of its points: three weak texts are not one strong one. */
const FURTHER = 0.2

/** Higher is better; comparable within one paste. What the facts rule out is below everything that they do not. */
export function scoreOf(clues: Clues): number {
  const [best = 0, ...others] = clues.strengths.map((strength) => POINTS[strength]).sort((a, b) => b - a)
  const text = best + FURTHER * others.reduce((sum, points) => sum + points, 0) + TEXT * clues.text
  if (clues.verdict.state === 'ruled-out') return text - 1000
  if (clues.verdict.state === 'confirmed') return text + CONFIRMED
  return text + (suggested(clues.verdict) ? SUGGESTED : 0)
}

/**
 * `high` only when a decisive text or a confirming fact says so and nothing contradicts; `medium` when a strong text
 * or a suggesting fact fits; `low` otherwise. Signs of another world take one step off, never from a measured fact.
 */
export function confidenceOf(clues: Clues): Confidence {
  if (clues.verdict.state === 'ruled-out' || contradicted(clues.verdict)) return 'low'
  if (clues.verdict.state === 'confirmed') return 'high'
  if (clues.strengths.includes('decisive')) return clues.foreign ? 'medium' : 'high'
  if (clues.strengths.includes('strong') || suggested(clues.verdict)) return clues.foreign ? 'low' : 'medium'
  return 'low'
}

function contradicted(verdict: Verdict): boolean {
  return verdict.because.some((ground) => ground.effect === 'rules-out')
}

function suggested(verdict: Verdict): boolean {
  return verdict.because.some((ground) => ground.effect === 'suggests')
}
