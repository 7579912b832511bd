import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'open-files',
  summary: 'How many files the node has open, of those that the kernel allows (fs.file-max).',
  schema: z.object({
    open: z.number().describe('open files of all processes: the first number of /proc/sys/fs/file-nr'),
    limit: z.number().describe('fs.file-max'),
    usedPercent: z.number().describe('100 * open / limit'),
    nearestProcessPercent: z
      .number()
      .optional()
      .describe('share of its own limit in the process nearest to it; all processes were looked at'),
  }),
  sources: [{ run: 'sysctl fs.file-nr', fills: ['open', 'limit', 'usedPercent'] }],
})
