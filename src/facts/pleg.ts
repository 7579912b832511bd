import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'pleg',
  summary: 'The pod lifecycle event generator of kubelet calls itself unhealthy.',
  schema: z.object({
    lastSeenActiveSeconds: z.number().describe('seconds since it last did its work'),
    thresholdSeconds: z.number().describe('seconds after which kubelet calls it unhealthy'),
  }),
  sources: [
    { run: 'journalctl -u kubelet | grep "PLEG is not healthy"', fills: ['lastSeenActiveSeconds', 'thresholdSeconds'] },
    { run: 'kubectl describe node', fills: ['lastSeenActiveSeconds', 'thresholdSeconds'] },
  ],
})
