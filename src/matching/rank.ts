import type { Confidence } from '../model/answer.ts'
import type { Strength } from '../model/case.ts'
import type { Votes } from '../model/feedback.ts'
import type { Verdict } from '../model/verdict.ts'
import { POLICY } from './policy.ts'

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

/** Higher is better; comparable within one paste. What the facts rule out is below everything that they do not. */
export function scoreOf(clues: Clues, policy = POLICY): number {
  const [best = 0, ...others] = clues.strengths.map((strength) => policy.points[strength]).sort((a, b) => b - a)
  const text = best + policy.further * others.reduce((sum, points) => sum + points, 0) + policy.text * clues.text
  if (clues.verdict.state === 'ruled-out') return text - 1000
  if (clues.verdict.state === 'confirmed') return text + policy.confirmed
  return text + (suggested(clues.verdict) ? policy.suggested : 0)
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

/** A candidate with what orders it among the others. */
export interface Ranked {
  readonly id: string
  readonly clues: Clues
  readonly score: number
  readonly votes: Votes | undefined
}

/**
 * Best first. What was said of the cases orders only neighbours whom the same strength of text, the same verdict and
 * the same confidence speak for: it overtakes no better class, and it is not heard of what the facts rule out.
 */
export function inOrder<It extends Ranked>(candidates: readonly It[]): It[] {
  return byClass(candidates.toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))).flatMap((neighbours) =>
    neighbours.sort((a, b) => withExperience(b) - withExperience(a)),
  )
}

/** Between two cases at most as much as one weak text. */
const EXPERIENCE = POLICY.points.weak / 2
/** So many votes are needed for half of it. */
const DOUBT = 6

/** From `-EXPERIENCE` to `EXPERIENCE`, whatever the counts. */
export function experienceOf({ right, wrong }: Votes): number {
  return (EXPERIENCE * (right - wrong)) / (right + wrong + DOUBT)
}

function withExperience({ clues, score, votes }: Ranked): number {
  return votes && clues.verdict.state !== 'ruled-out' ? score + experienceOf(votes) : score
}

/** Runs of neighbours of one class. */
function byClass<It extends Ranked>(sorted: readonly It[]): It[][] {
  const runs: It[][] = []
  let last: string | undefined
  for (const candidate of sorted) {
    const now = classOf(candidate.clues)
    if (now === last) runs.at(-1)?.push(candidate)
    else runs.push([candidate])
    last = now
  }
  return runs
}

function classOf(clues: Clues): string {
  const best = Math.max(0, ...clues.strengths.map((strength) => POLICY.points[strength]))
  return [clues.verdict.state, confidenceOf(clues), best, suggested(clues.verdict)].join(' ')
}

function contradicted(verdict: Verdict): boolean {
  return verdict.because.some((ground) => ground.effect === 'rules-out')
}

function suggested(verdict: Verdict): boolean {
  return verdict.because.some((ground) => ground.effect === 'suggests')
}
