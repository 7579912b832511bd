/** A mistake in a file that a person wrote. `message` says what was expected, what came, and what to do. */
export interface Problem {
  readonly file: string
  /** 1-based. */
  readonly line: number
  readonly message: string
}

export function writeProblem(problem: Problem): string {
  return `${problem.file}:${problem.line}: ${problem.message}`
}
