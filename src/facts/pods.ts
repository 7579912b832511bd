import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'pods',
  summary: 'How many pods one listing shows, and in which state; a filtered listing counts what it shows.',
  schema: z.object({
    total: z.number().describe('pods in the listing, each counted once'),
    evicted: z.number().describe('pods with status Evicted'),
    terminating: z.number().describe('pods with status Terminating'),
    containerCreating: z.number().describe('pods with status ContainerCreating'),
    notRunning: z.number().describe('pods whose status is neither Running nor Completed'),
  }),
  sources: [
    {
      run: 'kubectl get pods -A -o wide',
      fills: ['total', 'evicted', 'terminating', 'containerCreating', 'notRunning'],
    },
  ],
})
