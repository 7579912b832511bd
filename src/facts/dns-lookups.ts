import { z } from 'zod'
import { type Derived, defineFactKind, type Fact } from '../model/fact.ts'

export default defineFactKind({
  id: 'dns-lookups',
  summary: 'Several timed lookups together: how many waited for the timeout of the resolver.',
  schema: z.object({
    count: z.number().describe('lookups that were timed'),
    fast: z.number().describe('those that took less than a second'),
    slow: z.number().describe('those that took 5, 10 or 15 seconds and a little: one or more timeouts of glibc'),
    insertFailed: z
      .number()
      .optional()
      .describe('connections that conntrack failed to insert since boot, where the paste tells (conntrack -S)'),
  }),
  sources: [
    {
      run: "conntrack -S; for i in 1 2 3 4 5 6; do curl -so /dev/null -w 'time_namelookup: %{time_namelookup}\\n' <url>; done",
      fills: ['count', 'fast', 'slow', 'insertFailed'],
    },
  ],
  past: true,
  derivedFrom: ['conntrack-table'],
  derive: addUp,
})

const TIMEOUT_SECONDS = 5
const ANSWER_SECONDS = 0.6

function addUp(facts: readonly Fact[]): Derived[] {
  const lookups = facts.filter((fact) => fact.kind === 'dns-lookup')
  if (lookups.length < 2) return []
  const seconds = lookups.map((fact) => Number(fact.fields.seconds))
  const tables = facts.filter((fact) => fact.kind === 'conntrack-table' && typeof fact.fields.insertFailed === 'number')
  const [table] = tables
  const insertFailed = tables.length === 1 ? table?.fields.insertFailed : undefined
  const fields = {
    count: seconds.length,
    fast: seconds.filter((time) => time < 1).length,
    slow: seconds.filter(isTimeout).length,
    ...(insertFailed !== undefined && { insertFailed }),
  }
  return [{ fields, because: tables.length === 1 && table ? [...lookups, table] : lookups }]
}

function isTimeout(seconds: number): boolean {
  return seconds >= TIMEOUT_SECONDS && seconds <= 16 && seconds % TIMEOUT_SECONDS <= ANSWER_SECONDS
}
