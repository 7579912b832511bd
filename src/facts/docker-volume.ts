import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'docker-volume',
  summary: 'One volume that dockerd knows.',
  schema: z.object({
    name: z.string().describe('name; docker makes one up for an anonymous volume'),
    driver: z.string().optional().describe('volume driver, mostly `local`; `docker volume ls -q` does not say it'),
    anonymous: z.boolean().describe('whether the name is one that docker made up: 64 hexadecimal digits'),
  }),
  sources: [{ run: 'docker volume ls', fills: ['name', 'driver', 'anonymous'] }],
})
