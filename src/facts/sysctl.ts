import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'sysctl',
  summary: 'A kernel parameter in force.',
  schema: z.object({
    name: z.string().describe('name with dots, e.g. fs.mount-max'),
    value: z.number().describe('its value; the first number when it has several'),
  }),
  sources: [
    { run: 'sysctl <name>', fills: ['name', 'value'] },
    { run: 'sysctl -a 2>/dev/null', fills: ['name', 'value'] },
  ],
})
