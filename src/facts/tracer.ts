import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'tracer',
  summary: 'The tracer that ftrace runs.',
  schema: z.object({
    current: z.string().describe('nop when none runs, else its name: function, function_graph'),
  }),
  sources: [{ run: 'cat /sys/kernel/debug/tracing/current_tracer', fills: ['current'] }],
})
