import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'dns-lookup',
  summary: 'How long one lookup of a name took.',
  schema: z.object({
    seconds: z.number().describe('seconds from the question to the answer'),
  }),
  sources: [
    {
      run: "for i in 1 2 3 4 5 6; do curl -so /dev/null -w 'time_namelookup: %{time_namelookup}\\n' <url>; done",
      fills: ['seconds'],
    },
  ],
  past: true,
})
