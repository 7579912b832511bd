import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'kubelet-health',
  summary: 'Whether kubelet calls itself healthy.',
  schema: z.object({
    healthy: z.boolean().describe('what /healthz says: its loop that syncs pods comes round'),
    failing: z.string().optional().describe('the checks that fail, e.g. syncloop'),
  }),
  sources: [{ run: "kubectl get --raw '/api/v1/nodes/<node>/proxy/healthz?verbose'", fills: ['healthy', 'failing'] }],
})
