import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'systemd-manager',
  summary: 'Whether systemd answers on D-Bus.',
  schema: z.object({
    answered: z.boolean().describe('false when systemctl or busctl waited for it in vain'),
    state: z.string().optional().describe('what it calls the system: running, degraded, starting, …'),
    problem: z.string().optional().describe('the words of systemctl or busctl when there was no answer'),
  }),
  sources: [{ run: 'systemctl is-system-running', fills: ['answered', 'state', 'problem'] }],
})
