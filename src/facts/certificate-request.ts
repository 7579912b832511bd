import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'certificate-request',
  summary: 'One request for a certificate (CertificateSigningRequest) that the API server holds.',
  schema: z.object({
    name: z.string().describe('name of the request, e.g. csr-8p2mt'),
    signer: z
      .string()
      .optional()
      .describe('whom it is for: kubernetes.io/kubelet-serving, …; old kubectl does not say'),
    requestor: z.string().describe('who asks: system:node:node-3, system:bootstrap:a1b2c3'),
    pending: z.boolean().describe('nobody has approved or denied it'),
    ageSeconds: z.number().describe('seconds since it was made, as coarse as kubectl prints it'),
  }),
  sources: [{ run: 'kubectl get csr', fills: ['name', 'signer', 'requestor', 'pending', 'ageSeconds'] }],
})
