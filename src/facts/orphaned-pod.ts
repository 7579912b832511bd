import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'orphaned-pod',
  summary: 'A pod that is gone and whose directories kubelet cannot remove.',
  schema: z.object({
    pod: z.string().describe('its uid'),
    reason: z.string().describe('what kubelet says keeps it from removing them, cut to 200 characters'),
    similar: z.number().optional().describe('pods of which kubelet says the same in this round'),
  }),
  sources: [{ run: "journalctl -u kubelet --since -1h | grep 'Orphaned pod'", fills: ['pod', 'reason', 'similar'] }],
})
