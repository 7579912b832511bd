import type { Goal, Result, Size } from '../reliability/goal.ts'
import { compileProduction } from '../reliability/production.ts'
import { limit, makeCgroup } from './cgroup.ts'
import { type Start, startIn } from './real-agent.ts'

const LIMIT_MS = 10_000
const SCARCE = Array.from({ length: 12 }, (_, i) => i + 1)
const MORE = [16, 20, 24, 28, 32, 33, 40]

export const fewProcesses: Goal = {
  id: 'D3',
  needsMounts: true,
  promise: `started with pids.max 1 to 12 (and up to 40): ready, or ended with a message, in ${LIMIT_MS / 1000} s; never silent`,
  measure: (size) => startAll(size, 'script'),
  control: { without: 'src/agent/start.sh (plain node)', measure: () => startAll('short', 'node') },
}

async function startAll(size: Size, how: 'script' | 'node'): Promise<Result> {
  const program = compileProduction()
  const counts = size === 'full' ? [...SCARCE, ...MORE] : [1, 2, 3, 5, 8, 12, 40]
  const starts: (Start & { readonly count: number })[] = []
  for (const count of counts) {
    const cgroup = makeCgroup('pids')
    limit(cgroup, 'pids.max', count)
    starts.push({ count, ...(await startIn(cgroup, program, how, LIMIT_MS)) })
  }
  const told = (state: Start['state']): string =>
    starts
      .filter((start) => start.state === state)
      .map(({ count }) => count)
      .join(' ') || 'none'
  return {
    good: starts.every(({ state, afterMs }) => state !== 'silent' && afterMs <= LIMIT_MS),
    says: `ready with ${told('ready')}; a message with ${told('message')}; silent with ${told('silent')}; slowest ${Math.round(Math.max(...starts.map(({ afterMs }) => afterMs)))} ms`,
  }
}
