import { readFileSync } from 'node:fs'
import { clockOffset } from '../model/clock-offset.ts'
import type { Fact } from '../model/fact.ts'

/** When a clock was read: between these two times, in milliseconds since 1970 on our clock. */
export interface ReadBetween {
  readonly from: number
  readonly to: number
}

/**
 * A node's bare reading of its clock becomes what we find when we hold ours against it, which may be the wrong one of
 * the two: a case takes it for a hint only. Every other fact stays as it is.
 * The reading of a node that runs on our own kernel is left as it is too, and so is one that does not say on which
 * kernel it was made: two looks at one clock agree, right or wrong.
 */
export function compareClocks(fact: Fact, { from, to }: ReadBetween, ourBoot: string | undefined): Fact {
  const { toldBy, epochSeconds, boot } = fact.fields
  if (fact.kind !== 'clock' || toldBy !== 'node' || typeof epochSeconds !== 'number') return fact
  if (boot === undefined || boot === ourBoot) return fact
  const offset = clockOffset(epochSeconds, from, to)
  if (!offset) return fact
  const offsetSeconds = toMilliseconds(offset.offsetSeconds)
  const uncertaintySeconds = toMilliseconds(offset.uncertaintySeconds)
  return { ...fact, fields: { ...fact.fields, toldBy: 'app', offsetSeconds, uncertaintySeconds } }
}

/** The id of the boot of our kernel; undefined where there is no such thing, and then no node runs there. */
export function readOwnBoot(): string | undefined {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return undefined
  }
}

function toMilliseconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000
}
