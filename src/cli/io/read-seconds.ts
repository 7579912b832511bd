import { InvalidArgumentError } from 'commander'

/** The value of an option like `--timeout 5`. */
export function readSeconds(text: string): number {
  const seconds = Number(text)
  if (!(seconds > 0 && seconds <= 60)) throw new InvalidArgumentError('expected seconds, more than 0 and at most 60')
  return seconds
}
