import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

const OPENSSL = ['path', 'subject', 'issuer', 'notBefore', 'notAfter', 'expired']

export default defineFactKind({
  id: 'certificate',
  summary: 'One X.509 certificate that Kubernetes uses, and how long it is valid.',
  schema: z.object({
    path: z.string().optional().describe('file that it was read from'),
    name: z.string().optional().describe('what kubeadm calls it, e.g. apiserver-kubelet-client'),
    subject: z.string().optional().describe('whom it names, e.g. O=system:nodes, CN=system:node:node-7'),
    issuer: z.string().optional().describe('who signed it, written the same way'),
    notBefore: z.string().optional().describe('first moment of its validity, ISO 8601 UTC'),
    notAfter: z.string().optional().describe('last moment of its validity, ISO 8601 UTC'),
    ageDays: z.number().optional().describe('days since notBefore by the clock of the node; negative: not yet valid'),
    remainingDays: z.number().optional().describe('days until notAfter by the clock of the node; negative: expired'),
    expired: z.boolean().optional().describe('whether notAfter has passed by the clock of the node'),
  }),
  sources: [
    { run: 'kubeadm certs check-expiration', fills: ['name', 'notAfter', 'remainingDays', 'expired'] },
    {
      run: 'openssl x509 -noout -subject -issuer -dates -checkend 0 -in /etc/kubernetes/pki/apiserver.crt',
      fills: OPENSSL,
    },
  ],
})
