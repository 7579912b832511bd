import type { Goal, Result } from './goal.ts'
import { runScript } from './script.ts'

const MOST_MS = 50
const GIVE_UP_MS = 15_000

export const fuzz: Goal = {
  id: 'F1',
  promise: 'hostile pastes end no process, and 99 % of those of 100 kB are matched in 50 ms',
  measure: (size) => match('ours', size === 'full' ? 60_000 : 8000),
  control: { without: 'a matcher that is linear, but with expressions', measure: () => match('expressions', 1000) },
}

async function match(how: 'ours' | 'expressions', forMs: number): Promise<Result> {
  const { end, said } = await runScript('child-fuzz', [how, String(forMs)], forMs + GIVE_UP_MS)
  const [medianMs, p99Ms] = [Number(said?.medianMs), Number(said?.p99Ms)]
  return {
    good: end === '0' && p99Ms <= MOST_MS,
    says: said
      ? `${said.pastes} pastes of 8 kinds, ended with ${end}; ${said.large} of 100 kB: median ${medianMs.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms`
      : `not done after ${(forMs + GIVE_UP_MS) / 1000} s, or ended with ${end}`,
  }
}
