import { z } from 'zod'
import { type Derived, defineFactKind, type Fact } from '../model/fact.ts'

const NAMES_NODE = new Set(['pod', 'event', 'node-condition'])

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
    issued: z
      .boolean()
      .describe('its certificate was made; false also when it was denied, or approved and not signed (yet)'),
    ofShownNode: z
      .boolean()
      .optional()
      .describe('true when pods, nodes or events beside it are of one node only, and that node asks'),
    ageSeconds: z.number().describe('seconds since it was made, as coarse as kubectl prints it'),
  }),
  sources: [
    { run: 'kubectl get csr', fills: ['name', 'signer', 'requestor', 'pending', 'issued', 'ageSeconds'] },
    {
      run: 'kubectl get csr; kubectl get pod <pod> -o wide',
      fills: ['name', 'signer', 'requestor', 'pending', 'issued', 'ageSeconds', 'ofShownNode'],
    },
  ],
  derive: ofShownNode,
})

/** The list has the requests of all nodes; whose pod or events stand beside it is the one that the trouble is about. */
function ofShownNode(facts: readonly Fact[]): Derived[] {
  const shown = new Map(facts.flatMap((fact) => nodeOf(fact).map((node) => [node, fact])))
  const [only] = shown
  if (!only || shown.size > 1) return []
  const [node, fact] = only
  return facts
    .filter(({ kind, fields }) => kind === 'certificate-request' && fields.requestor === `system:node:${node}`)
    .map((request) => ({ fields: { ...request.fields, ofShownNode: true }, because: [request, fact] }))
}

function nodeOf({ kind, fields }: Fact): string[] {
  const name = kind === 'node' ? fields.name : NAMES_NODE.has(kind) ? fields.node : undefined
  return typeof name === 'string' ? [name] : []
}
