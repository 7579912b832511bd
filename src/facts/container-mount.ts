import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'container-mount',
  summary: 'One directory or file that docker mounts into a container.',
  schema: z.object({
    mountType: z.enum(['bind', 'volume', 'tmpfs']).describe('a path of the node, a docker volume, or memory'),
    source: z.string().optional().describe('path on the node'),
    destination: z.string().describe('path in the container'),
    name: z.string().optional().describe('name of the volume'),
    anonymous: z.boolean().describe('whether it is a volume whose name docker made up: 64 hexadecimal digits'),
    propagation: z.string().optional().describe('mount propagation: rprivate, rslave, rshared, …'),
    readOnly: z.boolean().optional().describe('whether the container can only read it'),
    container: z.string().optional().describe('name of the container, or the first 12 digits of its id'),
  }),
  sources: [
    {
      run: 'docker inspect <container>',
      fills: ['mountType', 'source', 'destination', 'name', 'anonymous', 'propagation', 'readOnly', 'container'],
    },
  ],
})
