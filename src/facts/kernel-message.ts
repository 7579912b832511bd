import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'kernel-message',
  summary: 'What the kernel logged; messages that differ in numbers only are one row.',
  schema: z.object({
    text: z.string().describe('the last such message without time and host, cut to 300 characters'),
    count: z.number().describe('lines with this message'),
    uptimeSeconds: z.number().optional().describe('seconds since boot of the last one'),
    spanSeconds: z.number().optional().describe('seconds between the first and the last one'),
  }),
  past: true,
  sources: [
    { run: 'dmesg', fills: ['text', 'count', 'uptimeSeconds', 'spanSeconds'] },
    { run: 'journalctl -k', fills: ['text', 'count'] },
  ],
})
