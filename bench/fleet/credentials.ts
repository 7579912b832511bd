import { AGENT_TOKEN } from '../../test/fleet/camp.ts'
import type { FakeToken } from '../../test/fleet/fake-kubernetes.ts'
import type { Goal, Result, Size } from '../reliability/goal.ts'
import type { Sabotage } from '../reliability/production.ts'
import { Site } from './site.ts'

const WITHOUT_AUDIENCE: readonly Sabotage[] = [
  { file: 'fleet/kubernetes/token-review', from: '!audiences.includes(AGENT_AUDIENCE)', to: 'false' },
]

/** Each would be the agent of a node, but for one thing. */
const BAD: Readonly<Record<string, Partial<FakeToken>>> = {
  expired: { expired: true },
  'for another audience': { audiences: ['vault'] },
  'of another account': { account: 'casebook:default' },
  'of no node': {},
  'of a node that is no name': { node: '../../secrets' },
  'reviewed without audiences': { audiences: ['vault'], blind: true },
}

export const credentials: Goal = {
  id: 'E4',
  promise: 'of 10,000 credentials that are wrong in six ways none is accepted',
  measure: (size) => present(size),
  control: { without: 'the look at status.audiences', measure: (size) => present(size, WITHOUT_AUDIENCE) },
}

async function present(size: Size, without?: readonly Sabotage[]): Promise<Result> {
  const each = size === 'full' ? 1700 : 100
  const bad = Object.entries(BAD).flatMap(([name, fault]) =>
    Array.from({ length: each }, (_, i): [string, FakeToken] => {
      const node = name === 'of no node' ? {} : { node: `node-${i}` }
      return [`header.${name.replaceAll(' ', '-')}-${i}.signature`, { ...AGENT_TOKEN, ...node, ...fault }]
    }),
  )
  const site = await Site.open({ tokens: 1, moreTokens: bad, ...(without && { without }) })
  try {
    const presented = bad.map(([token]) => token)
    const outcomes = await site.agents[0].call<Record<string, number>>('refuse', site.where, presented)
    const control = await site.agents[1].call<number>('connect', site.where, 0, 1, 0)
    const refused = Object.entries(outcomes).filter(([why]) => /^401 token-/.test(why))
    const refusedCount = refused.reduce((sum, [, count]) => sum + count, 0)
    return {
      good: (outcomes.accepted ?? 0) === 0 && refusedCount === presented.length && control === 1,
      says: `${presented.length} presented, ${outcomes.accepted ?? 0} accepted (${list(outcomes)}); a good one after them: ${control === 1 ? 'accepted' : 'refused'}`,
    }
  } finally {
    await site.close()
  }
}

function list(outcomes: Readonly<Record<string, number>>): string {
  return Object.entries(outcomes)
    .map(([why, count]) => `${why} ${count}`)
    .join(', ')
}
