import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

const RUN =
  "kubectl get --raw /api/v1/nodes/<node>/proxy/metrics | grep -E '^kubelet_(pleg|running|runtime_operations)'"

export default defineFactKind({
  id: 'kubelet-metrics',
  summary: 'What kubelet counts since it was started: its looks at all containers (PLEG), and what runs.',
  schema: z.object({
    relists: z.number().optional().describe('looks at all containers since kubelet was started, one each second'),
    slowRelists: z.number().optional().describe('how many of them took longer than 10 seconds'),
    meanRelistSeconds: z.number().optional().describe('mean seconds of one'),
    silentSeconds: z.number().optional().describe('seconds since the last one was begun; only the agent can tell'),
    runningPods: z.number().optional().describe('pods with a sandbox that runs'),
    runningContainers: z.number().optional().describe('containers that run'),
    exitedContainers: z.number().optional().describe('containers that ended and were not removed'),
    createdContainers: z.number().optional().describe('containers that were created and not started'),
    unknownContainers: z.number().optional().describe('containers of which the runtime does not know the state'),
  }),
  sources: [
    {
      run: RUN,
      fills: [
        'relists',
        'slowRelists',
        'meanRelistSeconds',
        'runningPods',
        'runningContainers',
        'exitedContainers',
        'createdContainers',
        'unknownContainers',
      ],
    },
  ],
})
