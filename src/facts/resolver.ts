import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'resolver',
  summary: 'How one resolv.conf tells programs to look up names.',
  schema: z.object({
    path: z.string().optional().describe('file that it was read from'),
    nameservers: z.number().describe('how many name servers it lists; glibc asks the first three only'),
    firstNameserver: z.string().optional().describe('address of the first one'),
    searchDomains: z.number().describe('domains that are tried behind a name'),
    clusterSearch: z
      .boolean()
      .describe('whether a search domain ends in svc.cluster.local or begins with svc.: written by kubelet for a pod'),
    ndots: z.number().describe('names with fewer dots are tried with the search domains first; 1 unless set'),
    timeoutSeconds: z.number().describe('seconds until the next server is asked; 5 unless set'),
    attempts: z.number().describe('rounds over all servers; 2 unless set'),
    singleRequest: z
      .boolean()
      .describe('single-request or single-request-reopen: A and AAAA are not asked at once over one socket'),
    useTcp: z.boolean().describe('use-vc: asks over TCP'),
  }),
  sources: [
    {
      run: 'kubectl exec <pod> -- cat /etc/resolv.conf',
      fills: [
        'nameservers',
        'firstNameserver',
        'searchDomains',
        'clusterSearch',
        'ndots',
        'timeoutSeconds',
        'attempts',
        'singleRequest',
        'useTcp',
      ],
    },
  ],
})
