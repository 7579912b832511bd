import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'node-condition',
  summary: 'One condition of a Kubernetes node.',
  schema: z.object({
    node: z.string().optional().describe('name of the node, where the output names it'),
    condition: z.string().describe('Ready, DiskPressure, MemoryPressure, PIDPressure, NetworkUnavailable, …'),
    status: z
      .string()
      .describe(
        'True, False or Unknown; False also for the NotReady of `kubectl get nodes`, which prints False and Unknown alike (reason is then empty)',
      ),
    reason: z.string().describe('reason in one word; empty from `kubectl get nodes`'),
    message: z.string().describe('message; empty from `kubectl get nodes`'),
  }),
  sources: [
    { run: 'kubectl describe node', fills: ['node', 'condition', 'status', 'reason', 'message'] },
    { run: 'kubectl get nodes', fills: ['node', 'condition', 'status'] },
  ],
})
