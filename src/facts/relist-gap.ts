import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'relist-gap',
  summary: 'How long kubelet took between two looks at all containers (PLEG relists each second).',
  schema: z.object({
    maxGapSeconds: z.number().describe('longest time between two relistings in seconds'),
    gaps: z.number().describe('how many times were longer than 10 seconds'),
    lines: z.number().describe('relistings that were seen'),
  }),
  past: true,
  sources: [
    { run: 'journalctl -u kubelet | grep "GenericPLEG: Relisting"', fills: ['maxGapSeconds', 'gaps', 'lines'] },
  ],
})
