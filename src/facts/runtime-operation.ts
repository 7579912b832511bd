import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

const RUN = "kubectl get --raw /api/v1/nodes/<node>/proxy/metrics | grep '^kubelet_runtime_operations'"

export default defineFactKind({
  id: 'runtime-operation',
  summary: 'How often kubelet asked the container runtime for one thing since kubelet was started, and how that went.',
  schema: z.object({
    operation: z
      .string()
      .describe('list_podsandbox, list_containers, create_container, remove_container, pull_image, …'),
    count: z.number().optional().describe('how often'),
    errors: z.number().optional().describe('how often it failed; 0 when kubelet counts none'),
    meanSeconds: z.number().optional().describe('mean seconds of one'),
  }),
  sources: [{ run: RUN, fills: ['operation', 'count', 'errors', 'meanSeconds'] }],
})
