import type { Goal, Result } from './goal.ts'
import { compileProduction } from './production.ts'
import { runScript } from './script.ts'

const MOST_MS = 20
const LIMIT_MS = 60_000

export const worstLines: Goal = {
  id: 'F3',
  promise:
    'no regular expression is made of what people write, and a line of 100 kB takes 20 ms at most in any parser and in redaction',
  measure: () => read('ours'),
  control: { without: 'bounded expressions, but with (a+)+$', measure: () => read('expression') },
}

async function read(how: 'ours' | 'expression'): Promise<Result> {
  const { end, said } = await runScript('child-worst-lines', [how, compileProduction()], LIMIT_MS)
  const worstMs = Number(said?.worstMs)
  return {
    good: end === '0' && worstMs <= MOST_MS && said?.expressions === 0,
    says: `${said?.expressions} expressions made of case files and pastes; ${said?.lines} lines, the worst took ${worstMs.toFixed(1)} ms (${said?.worst})`,
  }
}
