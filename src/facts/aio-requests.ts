import { z } from 'zod'
import { type Derived, defineFactKind, type Fact } from '../model/fact.ts'
import { onlySysctl } from './limits/under-limits.ts'

export default defineFactKind({
  id: 'aio-requests',
  summary: 'Asynchronous reads and writes that the programs of the node reserved, of those that the kernel allows.',
  schema: z.object({
    reserved: z.number().describe('fs.aio-nr: the sum of what the programs asked for in io_setup'),
    limit: z.number().describe('fs.aio-max-nr'),
    usedPercent: z.number().describe('100 * reserved / limit'),
  }),
  sources: [{ run: 'sysctl fs.aio-nr fs.aio-max-nr', fills: ['reserved', 'limit', 'usedPercent'] }],
  derivedFrom: ['sysctl'],
  derive: fromSysctl,
})

/** Two parameters that tell something only together. */
function fromSysctl(facts: readonly Fact[]): Derived[] {
  const [count, max] = ['fs.aio-nr', 'fs.aio-max-nr'].map((name) => onlySysctl(facts, name))
  const [reserved, limit] = [count?.fields.value, max?.fields.value]
  if (!count || !max || typeof reserved !== 'number' || typeof limit !== 'number' || limit <= 0) return []
  return [{ fields: { reserved, limit, usedPercent: (100 * reserved) / limit }, because: [count, max] }]
}
