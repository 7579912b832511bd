import type { Faults } from '../../test/slack-double/faults.ts'

/** How often in a hundred calls something goes wrong. */
export interface FaultRates {
  /** The call is carried out, and its answer lost. */
  readonly lostReplies: number
  readonly serverErrors: number
  readonly rateLimits: number
}

/** Has the next `calls` calls of a method go wrong as often as the rates say, in an order that `random` gives. */
export function sowFaults(
  faults: Faults,
  method: string,
  calls: number,
  rates: FaultRates,
  random: () => number,
): void {
  let good = 0
  for (let i = 0; i < calls; i++) {
    const sow = faultFor(100 * random(), rates)
    if (!sow) {
      good++
      continue
    }
    // A delay of nothing stands for a call that goes well.
    if (good > 0) faults.slow(method, 0, good)
    good = 0
    sow(faults, method)
  }
}

/** All that was sown for the method is forgotten. */
export function clearFaults(faults: Faults, method: string): void {
  while (faults.take(method));
}

function faultFor(percent: number, { lostReplies, serverErrors, rateLimits }: FaultRates) {
  if (percent < lostReplies) return (faults: Faults, method: string) => faults.loseReply(method)
  if (percent < lostReplies + serverErrors) return (faults: Faults, method: string) => faults.answer(method, 500)
  if (percent < lostReplies + serverErrors + rateLimits)
    return (faults: Faults, method: string) => faults.rateLimit(method, 1)
  return undefined
}
