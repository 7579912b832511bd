import type { Goal, Result, Size } from '../reliability/goal.ts'
import { runScript } from '../reliability/script.ts'

const LIMIT_MS = 5
const LONGEST_RUN_MS = 30 * 60_000

export const hostileTexts: Goal = {
  id: 'D12',
  promise: `1,000,000 mutated mountinfo, PSI and metrics texts (octal escapes, invalid UTF-8, lines of 10 MB): no crash, p99 at most ${LIMIT_MS} ms of a processor`,
  measure: (size) => feed('ours', size),
  control: {
    without: 'parsers that expect anything (the first that comes to mind)',
    measure: () => feed('naive', 'short'),
  },
}

async function feed(reader: 'ours' | 'naive', size: Size): Promise<Result> {
  const texts = size === 'full' ? 1_000_000 : 20_000
  const { end, said } = await runScript('../agent/child-texts', [reader, String(texts)], LONGEST_RUN_MS)
  const p99 = Number(said?.p99 ?? Number.NaN)
  return {
    good: end === '0' && said?.thrown === 0 && p99 <= LIMIT_MS,
    says: `exit ${end}; ${said?.texts} texts, ${said?.thrown} exceptions, p99 ${p99.toFixed(2)} ms, slowest ${Number(said?.slowest).toFixed(0)} ms`,
  }
}
