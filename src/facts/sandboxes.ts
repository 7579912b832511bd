import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

/** The parser counts, not `derive`: it sees the rows beyond the cap, and the filter or cut that makes a count untrue. */
export default defineFactKind({
  id: 'sandboxes',
  summary: 'How many pod sandboxes and containers the runtime behind the CRI socket knows.',
  schema: z.object({
    ready: z.number().optional().describe('sandboxes that are ready'),
    notReady: z.number().optional().describe('sandboxes that are not: their pods ended and were not removed'),
    running: z.number().optional().describe('containers that run'),
    exited: z.number().optional().describe('containers that ended and were not removed'),
    created: z.number().optional().describe('containers that were created and not started'),
    tooLarge: z
      .string()
      .optional()
      .describe('the list (sandboxes or containers) that is larger than one answer of the runtime may be'),
  }),
  sources: [
    { run: 'crictl pods', fills: ['ready', 'notReady'] },
    { run: 'crictl ps -a', fills: ['running', 'exited', 'created'] },
  ],
})
