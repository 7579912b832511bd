import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'event',
  summary: 'One Kubernetes event.',
  schema: z.object({
    reason: z.string().describe('reason in one word: Unhealthy, EvictionThresholdMet, FailedMount, …'),
    eventType: z.string().describe('Normal or Warning'),
    message: z.string().describe('first line of the message, cut to 1,000 characters'),
    count: z
      .number()
      .describe('times that it was seen: from `(x9 over 1d)` or a COUNT column; 1 where the output shows neither'),
    lastSeenSeconds: z.number().optional().describe('seconds since it was last seen'),
    overSeconds: z.number().optional().describe('seconds since it was first seen, when it was seen more than once'),
    source: z.string().optional().describe('component that reported it: kubelet, default-scheduler, …'),
    node: z.string().optional().describe('node that reported it or that it is about'),
    object: z.string().optional().describe('object that it is about, e.g. pod/web-0; only the kind from old kubectl'),
  }),
  past: true,
  sources: [
    {
      run: 'kubectl get events -A -o wide',
      fills: ['reason', 'eventType', 'message', 'count', 'lastSeenSeconds', 'overSeconds', 'source', 'node', 'object'],
    },
    {
      run: 'kubectl describe node',
      fills: ['reason', 'eventType', 'message', 'count', 'lastSeenSeconds', 'overSeconds', 'source', 'node'],
    },
  ],
})
