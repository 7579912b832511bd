import { InvalidArgumentError } from 'commander'

const MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const
const LONGEST_MS = 30 * MS.d

/** The value of an option like `--expires 2h`, in milliseconds. */
export function readDuration(text: string): number {
  const [, count = '', unit = 'm'] = /^(\d{1,4})([mhd])$/.exec(text) ?? []
  const ms = Number(count) * MS[unit as keyof typeof MS]
  if (!(ms > 0 && ms <= LONGEST_MS))
    throw new InvalidArgumentError('expected minutes, hours or days (30m, 2h, 7d), at most 30d')
  return ms
}
