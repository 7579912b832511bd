import type { Problem } from '../../model/problem.ts'
import type { Io } from './io.ts'

/** A broken case must not silence the others, nor be silent itself. */
export function warnOfProblems(io: Io, problems: readonly Problem[]): void {
  if (problems.length === 0) return
  const files = new Set(problems.map((problem) => problem.file)).size
  io.warn(`casebook: ${files} of the case files could not be read and are left out; \`casebook check\` says why\n`)
}
