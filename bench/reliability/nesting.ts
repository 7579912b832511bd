import type { Goal, Result, Size } from './goal.ts'
import { runScript } from './script.ts'

const LIMIT_MS = 90_000

export const nesting: Goal = {
  id: 'F2',
  promise: 'nested YAML and JSON of up to 1,000,000 levels, each twice in a row, ends no process',
  measure: async (size) => read('ours', depthsOf(size)),
  control: { without: 'a look at the depth first', measure: async () => read('package', [1000, 10_000, 100_000]) },
}

async function read(how: 'ours' | 'package', depths: readonly number[]): Promise<Result> {
  const { end, said } = await runScript('child-nesting', [how, depths.join(',')], LIMIT_MS)
  return {
    good: end === '0',
    says: `${depths.at(-1)} levels at most: ${said?.texts ?? 'not all'} texts read, the process ended with ${end}`,
  }
}

function depthsOf(size: Size): number[] {
  return size === 'full' ? [100, 1000, 3000, 10_000, 100_000, 1_000_000] : [1000, 10_000, 1_000_000]
}
