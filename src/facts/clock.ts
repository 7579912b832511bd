import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'clock',
  summary: 'What one witness says of the node’s clock.',
  schema: z.object({
    toldBy: z
      .enum(['kernel', 'chrony', 'ntpd', 'timesyncd', 'app', 'node'])
      .describe(
        'the witness: kernel (its flag, as timedatectl shows it), chrony, ntpd, timesyncd, app (it compared its own clock), node (the bare reading)',
      ),
    synchronized: z.boolean().optional().describe('whether the witness holds the clock to follow a time source'),
    offsetSeconds: z
      .number()
      .optional()
      .describe(
        'how far the clock is ahead of that of the witness, in seconds; negative when it is behind. The app’s own may be the wrong one',
      ),
    uncertaintySeconds: z.number().optional().describe('how far offsetSeconds may be wrong, in seconds'),
    secondsSinceSync: z.number().optional().describe('seconds since the clock was last set by its source'),
    epochSeconds: z.number().optional().describe('what the clock says, in seconds since 1970 UTC'),
    boot: z.string().max(100).optional().describe('id of the boot of the kernel that keeps this clock'),
    clocksource: z.string().optional().describe('the hardware counter that the kernel uses: tsc, kvm-clock, hpet, …'),
  }),
  sources: [
    { run: 'chronyc tracking', fills: ['toldBy', 'synchronized', 'offsetSeconds', 'secondsSinceSync'] },
    { run: 'timedatectl', fills: ['toldBy', 'synchronized'] },
  ],
})
