import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'zombies',
  summary: 'Processes that ended and whose parent does not collect them.',
  schema: z.object({
    count: z.number().describe('zombies (state Z, `<defunct>`) on the node'),
    parentPid: z.number().optional().describe('parent of the most of them'),
    parent: z.string().optional().describe('name of that parent'),
    ofParent: z.number().optional().describe('how many of them are its children'),
  }),
  sources: [{ run: 'ps -eo stat,ppid,pid,comm', fills: ['count', 'parentPid', 'parent', 'ofParent'] }],
})
