import { followingLine } from './following-line.ts'

const NUMBER = /^\s{0,20}(\d{1,15})\s{0,20}$/

export interface BareNumber {
  readonly value: number
  /** Index of its line. */
  readonly at: number
}

/** The number that stands alone on a line. */
export function readBareNumber(line: string | undefined): number | undefined {
  const [, digits] = NUMBER.exec(line?.slice(0, 60) ?? '') ?? []
  return digits === undefined ? undefined : Number(digits)
}

/** What a command printed that prints one number: the number on the next line that is not blank. */
export function numberBelow(lines: readonly string[], command: number): BareNumber | undefined {
  const at = followingLine(lines, command)
  const value = at === undefined ? undefined : readBareNumber(lines[at])
  return at === undefined || value === undefined ? undefined : { value, at }
}
