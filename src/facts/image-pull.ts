import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'image-pull',
  summary: 'A pull of an image that failed, and what the registry or the runtime said.',
  schema: z.object({
    image: z.string().optional().describe('the image as the message names it'),
    failure: z
      .enum([
        'rate-limit',
        'no-credentials',
        'denied',
        'not-found',
        'untrusted',
        'expired',
        'plain-http',
        'unreachable',
        'no-space',
      ])
      .describe(
        'rate-limit: 429; no-credentials: the registry asks for a login and the runtime has none for it; denied: 401 or 403, which many registries also answer for an image that does not exist; not-found: no such tag or manifest; untrusted: no CA of the node signed its certificate; expired: its certificate is not valid at this time by the clock of the node; plain-http: it speaks no TLS; unreachable: name, address or time-out; no-space: the node’s disk',
      ),
    sandbox: z
      .boolean()
      .optional()
      .describe(
        'true when it was wanted for the sandbox of a pod (the pause image), false when kubelet wanted it for a container; absent when nothing tells',
      ),
    count: z.number().describe('lines that say so'),
  }),
  sources: [
    { run: 'crictl pull <image>', fills: ['image', 'failure', 'count'] },
    { run: 'kubectl describe pod', fills: ['image', 'failure', 'sandbox', 'count'] },
  ],
  past: true,
})
