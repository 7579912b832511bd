import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'dns-queries',
  summary: 'The queries that a piece of the log of CoreDNS shows.',
  schema: z.object({
    total: z.number().describe('queries with their answers'),
    searchMisses: z
      .number()
      .describe('those for a name below cluster.local that does not exist: a name that a search domain was put behind'),
    searchMissPercent: z.number().describe('100 * searchMisses / total'),
  }),
  sources: [
    { run: 'kubectl -n kube-system logs -l k8s-app=kube-dns', fills: ['total', 'searchMisses', 'searchMissPercent'] },
  ],
  past: true,
})
