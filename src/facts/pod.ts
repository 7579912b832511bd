import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'pod',
  summary: 'One pod as kubectl lists or describes it.',
  schema: z.object({
    name: z.string().describe('name of the pod'),
    podNamespace: z.string().optional().describe('namespace, where the output names it'),
    status: z
      .string()
      .describe(
        'the STATUS column (Running, Evicted, Terminating, ContainerCreating, …); from `kubectl describe pod` the phase, or Evicted or Terminating',
      ),
    readyContainers: z.number().optional().describe('containers that are ready'),
    containers: z.number().optional().describe('containers of the pod'),
    restarts: z.number().optional().describe('restarts of its containers'),
    ageSeconds: z.number().optional().describe('age in seconds, as exact as kubectl prints it'),
    node: z.string().optional().describe('node that it was scheduled to'),
  }),
  sources: [
    {
      run: 'kubectl get pods -A -o wide',
      fills: ['name', 'podNamespace', 'status', 'readyContainers', 'containers', 'restarts', 'ageSeconds', 'node'],
    },
    { run: 'kubectl describe pod', fills: ['name', 'podNamespace', 'status', 'node'] },
  ],
})
