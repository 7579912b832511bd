import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'docker-volumes',
  summary: 'How many volumes dockerd knows.',
  schema: z.object({
    count: z.number().describe('volumes listed; only dangling ones when the command asked for `dangling=true`'),
    anonymous: z.number().optional().describe('how many of those have a name that docker made up'),
    dangling: z.number().optional().describe('volumes that no container uses, running or not'),
    atLeast: z.boolean().optional().describe('true when the listing was cut or filtered: there may be more volumes'),
  }),
  sources: [
    { run: 'docker volume ls', fills: ['count', 'anonymous'] },
    { run: 'docker volume ls -qf dangling=true', fills: ['count', 'anonymous', 'dangling'] },
    { run: 'docker system df -v', fills: ['count', 'anonymous', 'dangling'] },
  ],
})
