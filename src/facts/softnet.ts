import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'softnet',
  summary: 'What the processors did with arriving packets since boot, all of them together.',
  schema: z.object({
    cpus: z.number().describe('processors that were added up'),
    processed: z.number().describe('packets; the counter of each processor starts again after 4,294,967,295'),
    dropped: z
      .number()
      .describe('packets dropped because the queue of a processor held net.core.netdev_max_backlog already'),
    squeezed: z.number().describe('times that a processor had to stop with packets left'),
    droppedPerMillion: z.number().optional().describe('dropped of a million processed; absent when none were'),
    newlyDropped: z.number().optional().describe('packets dropped since the first of two readings of one command'),
  }),
  sources: [
    { run: 'cat /proc/net/softnet_stat; sleep 10; cat /proc/net/softnet_stat', fills: ['newlyDropped'] },
    { run: 'cat /proc/net/softnet_stat', fills: ['cpus', 'processed', 'dropped', 'squeezed', 'droppedPerMillion'] },
  ],
})
