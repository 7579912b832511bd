import type { Goal, Result, Size } from '../reliability/goal.ts'
import type { Sabotage } from '../reliability/production.ts'
import { ATTACK_NAMES } from './attacks.ts'
import { Site } from './site.ts'
import { nodeName } from './token.ts'

const CUT_MS = 1000
const MOST_MIB = 32

const WITHOUT_CAP: readonly Sabotage[] = [
  { file: 'fleet/entrance', from: 'maxPayload: MAX_FRAME_BYTES', to: 'maxPayload: 2 ** 31 - 1' },
  { file: 'fleet/entrance', from: 'maxFragments: 64', to: 'maxFragments: 0' },
  { file: 'fleet/entrance', from: 'maxBufferedChunks: 2048', to: 'maxBufferedChunks: 0' },
]

export const hostile: Goal = {
  id: 'E6',
  promise: 'an agent that lies is cut off within 1 s, costs at most 32 MiB, and the other 999 answer as before',
  measure: (size) => endure(size),
  control: { without: 'a cap on what one message holds', measure: () => endure('short', WITHOUT_CAP) },
}

async function endure(size: Size, without?: readonly Sabotage[]): Promise<Result> {
  const others = size === 'full' ? 999 : 199
  const bytes = size === 'full' ? 1 << 30 : 200 << 20
  const site = await Site.open({ tokens: others + 1, ...(without && { without }) })
  try {
    await site.connect(others)
    // What is compiled and allocated for a first time is not the attacker's.
    for (let i = 0; i < 5; i++) await site.app.call('ask', 'kernel', 5000)
    const beforeMib = await site.app.call<number>('startPeak')
    const results = []
    for (const name of ATTACK_NAMES) results.push(await attackOnce(site, others, name, bytes))
    await site.agents[1].call('pretend', site.where, others)
    const { facts: foreign } = await site.app.call<{ facts: number }>('ask', 'kernel', 5000, [nodeName(others)])
    const peakMib = (await site.app.call<number>('peakMib')) - beforeMib
    const [worst] = results.toSorted((a, b) => b.cutAfterMs - a.cutAfterMs)
    const worstMs = worst?.cutAfterMs ?? Number.POSITIVE_INFINITY
    const answered = Math.min(...results.map(({ facts }) => facts))
    return {
      good: worstMs <= CUT_MS && peakMib <= MOST_MIB && answered === others && foreign === 0,
      says: `${ATTACK_NAMES.length} attacks: cut off after ${worstMs} ms at most (${worst?.name}), +${peakMib} MiB at the peak, ${answered} of ${others} others answered during each; ${foreign} facts of another node taken`,
    }
  } finally {
    await site.close()
  }
}

/** The others are asked while it goes on. */
async function attackOnce(site: Site, number: number, name: string, bytes: number) {
  const attack = site.agents[1].call<{ cutAfterMs: number }>('attack', site.where, number, name, bytes)
  const { facts } = await site.app.call<{ facts: number }>('ask', 'kernel', 5000)
  return { ...(await attack), name, facts }
}
