import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

/** The parser counts, not `derive`: it sees the rows beyond the cap, and the filter or cut that makes a count untrue. */
export default defineFactKind({
  id: 'containers',
  summary: 'How many containers dockerd knows, by state.',
  schema: z.object({
    total: z.number().optional().describe('containers in any state, paused and restarting ones too'),
    running: z.number().optional().describe('containers that run, without paused and restarting ones'),
    created: z.number().optional().describe('containers that were created and never started'),
    exited: z.number().optional().describe('containers that ended and were not removed'),
    dead: z.number().optional().describe('containers whose removal failed half-way'),
    removing: z.number().optional().describe('containers whose removal is in progress'),
  }),
  sources: [
    { run: 'docker ps -a', fills: ['total', 'running', 'created', 'exited', 'dead', 'removing'] },
    { run: 'docker ps -a | wc -l', fills: ['total'] },
  ],
})
