import { writeSync } from 'node:fs'
import type { Goal, Result } from './reliability/goal.ts'

/** Measures the goals that are named on the command line (all when none is) with their controls, prints both, and sets the exit code to 1 when one does not hold or proves nothing. */
export async function runGoals(goals: readonly Goal[], words: readonly string[]): Promise<void> {
  const wanted = words.filter((word) => !word.startsWith('-'))
  const size = words.includes('--short') ? 'short' : 'full'
  print(`node ${process.version}, ${size}`)
  for (const goal of goals.filter(({ id }) => wanted.length === 0 || wanted.includes(id))) {
    const started = performance.now()
    const ours = await attempt(() => goal.measure(size))
    const control = await attempt(() => goal.control.measure(size))
    report(goal, ours, control, performance.now() - started)
  }
}

/** A measurement that breaks is no proof of anything, least of all for a control. */
async function attempt(measure: () => Promise<Result>): Promise<Result | Error> {
  return measure().catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))))
}

function report({ id, promise, control }: Goal, ours: Result | Error, theirs: Result | Error, tookMs: number): void {
  const verdict = verdictOf(ours, theirs)
  if (verdict !== 'ok') process.exitCode = 1
  print(`\n${id}  ${verdict}  (${Math.round(tookMs / 1000)} s)  ${promise}`)
  print(`    ours     ${sentenceOf(ours)}`)
  print(`    control  without ${control.without}: ${sentenceOf(theirs)}`)
}

function verdictOf(ours: Result | Error, theirs: Result | Error): string {
  if (ours instanceof Error || theirs instanceof Error) return 'BROKEN'
  if (!ours.good) return 'FAILED'
  return theirs.good ? 'PROVES NOTHING' : 'ok'
}

function sentenceOf(result: Result | Error): string {
  return result instanceof Error ? (result.stack ?? result.message) : result.says
}

function print(line: string): void {
  writeSync(1, `${line}\n`)
}
