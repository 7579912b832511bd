import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'docker-volume-usage',
  summary: 'The space that one docker volume takes, and how many containers use it.',
  schema: z.object({
    name: z.string().describe('name of the volume'),
    anonymous: z.boolean().describe('whether the name is one that docker made up: 64 hexadecimal digits'),
    links: z.number().describe('containers that use it, running or not'),
    sizeBytes: z.number().optional().describe('bytes in use; absent for volumes that docker cannot measure'),
  }),
  sources: [{ run: 'docker system df -v', fills: ['name', 'anonymous', 'links', 'sizeBytes'] }],
})
