import { setTimeout as sleep } from 'node:timers/promises'
import type { Goal, Result, Size } from '../reliability/goal.ts'
import type { Sabotage } from '../reliability/production.ts'
import { Site } from './site.ts'

const MOST_MIB = 300
const MOST_MS = 1000
/** V8 tidies up some seconds after a storm. */
const SETTLE_MS = 20_000

interface Asked {
  readonly facts: number
  readonly cpuMs: number
  readonly cameMs: readonly number[]
}

/** What it costs to let agents compress what they say. */
const WITH_COMPRESSION: readonly Sabotage[] = [
  { file: 'fleet/entrance', from: 'perMessageDeflate: false', to: 'perMessageDeflate: { threshold: 0 }' },
]

export const connected: Goal = {
  id: 'E2',
  promise:
    '5,000 connected agents need at most 300 MiB once they are quiet, and 99 % of their answers are there within 1 s',
  measure: (size) => hold(size),
  control: { without: 'the refusal of compression', measure: (size) => hold(size, WITH_COMPRESSION) },
}

async function hold(size: Size, without?: readonly Sabotage[]): Promise<Result> {
  const count = size === 'full' ? 5000 : 1000
  const mostMib = size === 'full' ? MOST_MIB : 150
  const site = await Site.open({ tokens: count, ...(without && { without }) })
  try {
    const aloneMib = await site.app.call<number>('residentMib')
    await site.connect(count, 0, without !== undefined)
    // The first question also pays for what is compiled and allocated at a first time.
    await site.app.call('ask', 'kernel', 10_000)
    const { facts, cameMs, cpuMs } = await site.app.call<Asked>('ask', 'kernel', 10_000)
    const askedMib = await site.app.call<number>('residentMib')
    await sleep(SETTLE_MS)
    const mib = await site.app.call<number>('residentMib')
    const p99Ms = cameMs[Math.ceil(cameMs.length * 0.99) - 1] ?? Number.POSITIVE_INFINITY
    return {
      good: facts === count && mib <= mostMib && p99Ms <= MOST_MS,
      says: `${facts} of ${count} answered, p99 ${p99Ms} ms (${cpuMs} ms of them the app's own CPU time); ${mib} MiB resident (at most ${mostMib}; ${askedMib} right after the questions), ${aloneMib} of them without agents`,
    }
  } finally {
    await site.close()
  }
}
