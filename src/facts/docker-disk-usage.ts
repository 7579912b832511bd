import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'docker-disk-usage',
  summary: 'The space that docker accounts for, by what it is used for; logs of containers are not part of it.',
  schema: z.object({
    category: z.enum(['images', 'containers', 'volumes', 'build-cache']).describe('what the space is used for'),
    total: z.number().optional().describe('how many there are'),
    active: z.number().optional().describe('how many are in use: by a container, running, mounted, or by a build'),
    sizeBytes: z.number().describe('bytes that all of them take'),
    reclaimableBytes: z.number().describe('bytes that removing the unused ones would free'),
    reclaimablePercent: z.number().optional().describe('reclaimable share of the size, in whole percent'),
  }),
  sources: [
    {
      run: 'docker system df',
      fills: ['category', 'total', 'active', 'sizeBytes', 'reclaimableBytes', 'reclaimablePercent'],
    },
  ],
})
