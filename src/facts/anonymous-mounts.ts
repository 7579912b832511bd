import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

/** The parser counts, not `derive`: only it sees whether the list of mounts is whole. */
export default defineFactKind({
  id: 'anonymous-mounts',
  summary: 'How many anonymous docker volumes a container has.',
  schema: z.object({
    count: z.number().describe('mounts of a volume whose name docker made up'),
    container: z.string().optional().describe('name of the container, or the first 12 digits of its id'),
  }),
  sources: [{ run: 'docker inspect <container>', fills: ['count', 'container'] }],
})
