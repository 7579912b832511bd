import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'build-cache-record',
  summary: 'One entry of the build cache of BuildKit.',
  schema: z.object({
    id: z.string().describe('id as printed: 12 characters, or 25'),
    cacheType: z
      .string()
      .optional()
      .describe(
        'regular, exec.cachemount (`RUN --mount=type=cache`), source.local, source.git.checkout, frontend, internal',
      ),
    sizeBytes: z.number().describe('bytes that it takes'),
    sharedBytes: z.number().optional().describe('bytes of it that images use as well: all or none'),
    ageSeconds: z.number().optional().describe('seconds since it was made, as coarse as docker prints it'),
    usageCount: z.number().optional().describe('how many builds used it'),
    shared: z.boolean().optional().describe('whether an image uses it as well'),
  }),
  sources: [
    {
      run: 'docker system df -v',
      fills: ['id', 'cacheType', 'sizeBytes', 'sharedBytes', 'ageSeconds', 'usageCount', 'shared'],
    },
    {
      run: 'docker buildx du --verbose',
      fills: ['id', 'cacheType', 'sizeBytes', 'sharedBytes', 'usageCount', 'shared'],
    },
    { run: 'docker buildx du', fills: ['id', 'sizeBytes', 'sharedBytes', 'shared'] },
  ],
})
