import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'probe-failure',
  summary: 'A health probe of a container that failed.',
  schema: z.object({
    probe: z.string().describe('Readiness, Liveness or Startup'),
    how: z
      .string()
      .describe(
        'exec-timeout (the command was not done in time), exec-error (the runtime could not run the command), http, tcp, or other (the command said so itself, gRPC)',
      ),
    count: z.number().describe('times that it failed: from `(x9 over 1d)` or a COUNT column, else 1'),
    timeoutSeconds: z.number().optional().describe('timeout of the probe in seconds, where the message gives it'),
    command: z.string().optional().describe('command of the probe, where the message gives it'),
    cause: z.string().optional().describe('what the message says after its colon, cut to 200 characters'),
  }),
  past: true,
  sources: [{ run: 'kubectl describe pod', fills: ['probe', 'how', 'count', 'timeoutSeconds', 'command', 'cause'] }],
})
