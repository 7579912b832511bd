import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'os-release',
  summary: 'The distribution that the node runs.',
  schema: z.object({
    distribution: z.string().describe('its ID: ubuntu, debian, rhel, centos, amzn, flatcar, …'),
    versionId: z.string().optional().describe('its VERSION_ID: 22.04, 12, 7; absent for a rolling release'),
    prettyName: z.string().optional().describe('its name for people'),
  }),
  sources: [{ run: 'cat /etc/os-release', fills: ['distribution', 'versionId', 'prettyName'] }],
})
