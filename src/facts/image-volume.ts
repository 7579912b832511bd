import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'image-volume',
  summary:
    'A path where an image (`VOLUME`) asks for a volume: docker makes an anonymous one unless the container mounts something there.',
  schema: z.object({
    path: z
      .string()
      .describe('path in the container; `docker inspect` of a container lists its `-v PATH` without a source here too'),
  }),
  sources: [
    { run: 'docker history --no-trunc <image>', fills: ['path'] },
    { run: 'docker inspect <image>', fills: ['path'] },
  ],
})
