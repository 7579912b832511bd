import type { Goal, Result, Size } from '../reliability/goal.ts'
import { pullFrom } from './pull.ts'
import { Site } from './site.ts'

const DEADLINE_MS = 2000
const LONGEST_MS = 1.2 * DEADLINE_MS
const FIRST_MS = 1000
const HUNG_SHARE = 0.1

interface Asked {
  readonly facts: number
  readonly answers: number
  readonly silent: number
  readonly tookMs: number
  readonly cameMs: readonly number[]
}

export const fanOut: Goal = {
  id: 'E1',
  promise:
    'of 1,000 agents, 10 % of them hung, all others answer within 1 s, and in 2.4 s those that did not are named',
  measure: askAll,
  control: { without: 'connections that agents keep open (each is dialled, all at once)', measure: pullAll },
}

async function askAll(size: Size): Promise<Result> {
  const count = size === 'full' ? 1000 : 300
  const site = await Site.open({ tokens: count })
  try {
    await site.connect(count, HUNG_SHARE)
    const { answers, silent, facts, tookMs, cameMs } = await site.app.call<Asked>('ask', 'kernel', DEADLINE_MS)
    const well = count * (1 - HUNG_SHARE)
    const wellMs = cameMs[well - 1] ?? Number.POSITIVE_INFINITY
    return {
      good: facts === well && silent === count - well && wellMs <= FIRST_MS && tookMs <= LONGEST_MS,
      says: `${answers} of ${well} answered, the last after ${wellMs} ms; ${silent} named as silent; all in ${tookMs} ms`,
    }
  } finally {
    await site.close()
  }
}

async function pullAll(): Promise<Result> {
  const { answers, lastMs, tookMs } = await pullFrom(1000, HUNG_SHARE)
  const well = 1000 * (1 - HUNG_SHARE)
  return {
    good: answers === well && lastMs <= FIRST_MS && tookMs <= LONGEST_MS,
    says: `${answers} of ${well} answered within 1 s each, the last of them after ${lastMs} ms; all in ${tookMs} ms`,
  }
}
