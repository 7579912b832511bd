/** The index of the next line that is not blank, at most three lines on: pastes are often double-spaced. Undefined when there is none. */
export function followingLine(lines: readonly string[], at: number): number | undefined {
  const end = Math.min(at + 4, lines.length)
  for (let i = at + 1; i < end; i++) if (!isBlank(lines[i])) return i
  return undefined
}

/** The index of the line before that is not blank, at most three lines back. */
export function precedingLine(lines: readonly string[], at: number): number | undefined {
  const end = Math.max(at - 3, 0)
  for (let i = at - 1; i >= end; i--) if (!isBlank(lines[i])) return i
  return undefined
}

/** A line of blanks only; a long one is not read to its end. */
export function isBlank(line: string | undefined): boolean {
  return line === undefined || (line.length < 1000 && line.trim() === '')
}
