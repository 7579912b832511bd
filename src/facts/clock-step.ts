import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'clock-step',
  summary: 'A time service found the clock of the node wrong, or set it.',
  schema: z.object({
    toldBy: z.enum(['chrony']).describe('the service that said so'),
    wrongBySeconds: z.number().describe('how far the clock was off, in seconds, whichever way'),
    stepped: z.boolean().describe('whether the clock was set at once; otherwise it is being corrected slowly'),
  }),
  sources: [{ run: 'journalctl -u chronyd | grep "System clock"', fills: ['toldBy', 'wrongBySeconds', 'stepped'] }],
  past: true,
})
