import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

const SIZES = ['totalBytes', 'availableBytes', 'availablePercent', 'swapTotalBytes', 'swapFreeBytes']

export default defineFactKind({
  id: 'memory',
  summary: 'The memory of the node.',
  schema: z.object({
    totalBytes: z.number().optional().describe('memory that the kernel manages, in bytes'),
    availableBytes: z.number().optional().describe('bytes that new programs can have without swapping'),
    availablePercent: z.number().optional().describe('100 * availableBytes / totalBytes'),
    swapTotalBytes: z.number().optional().describe('swap in bytes'),
    swapFreeBytes: z.number().optional().describe('swap that is free, in bytes'),
    unreclaimableSlabBytes: z.number().optional().describe('memory of the kernel itself that it cannot give back'),
    oomKills: z.number().optional().describe('processes that the kernel killed since boot for want of memory'),
  }),
  sources: [
    { run: 'cat /proc/meminfo', fills: [...SIZES, 'unreclaimableSlabBytes'] },
    { run: 'grep oom_kill /proc/vmstat', fills: ['oomKills'] },
    { run: 'free -b', fills: SIZES },
  ],
})
