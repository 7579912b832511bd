import { z } from 'zod'
import { type Derived, defineFactKind, type Fact } from '../model/fact.ts'
import { type Held, totalOf } from './rows/total-held.ts'

const kind = defineFactKind({
  id: 'deleted-open-files',
  summary: 'What all the deleted files that are still open hold together.',
  schema: z.object({
    count: z.number().describe('deleted files; a file that several threads or processes hold counts once'),
    totalBytes: z.number().describe('their sizes in bytes, each file once; a lower bound when the list was cut'),
    largestProcess: z.string().optional().describe('a process that holds the largest of them'),
    largestPid: z.number().optional().describe('its process id'),
    largestBytes: z.number().optional().describe('size of the largest of them in bytes'),
    mountpoint: z
      .string()
      .optional()
      .describe('the file system that they are on, as their holder sees it; absent for those of all file systems'),
  }),
  sources: [{ run: 'lsof -nP +L1', fills: ['count', 'totalBytes', 'largestProcess', 'largestPid', 'largestBytes'] }],
  derive: deriveTotal,
})

export default kind

/** Nothing when the parser already added up a list too long to emit whole. */
function deriveTotal(facts: readonly Fact[]): Derived[] {
  if (facts.some((fact) => fact.kind === kind.id && fact.fields.count !== 0)) return []
  const held = facts.filter((fact) => fact.kind === 'deleted-open-file')
  const fields = totalOf(held.flatMap((fact) => heldFile(fact)))
  return fields ? [{ fields, because: held }] : []
}

function heldFile({ fields: { process, pid, path, sizeBytes } }: Fact): Held[] {
  const complete =
    typeof process === 'string' && typeof pid === 'number' && typeof path === 'string' && typeof sizeBytes === 'number'
  return complete ? [{ process, pid, path, sizeBytes }] : []
}
