import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'thin-pool',
  summary: 'A device mapper thin pool: the room that thin volumes and the devicemapper storage driver share.',
  schema: z.object({
    name: z.string().optional().describe('name of the pool or of its logical volume'),
    dataUsedPercent: z.number().optional().describe('share of the data blocks in use, in percent'),
    metadataUsedPercent: z.number().optional().describe('share of the metadata blocks in use, in percent'),
    dataBytes: z.number().optional().describe('size of the data device in bytes'),
    dataAvailableBytes: z
      .number()
      .optional()
      .describe('bytes that can still be written, as docker says: for a loop file not more than its disk has room for'),
    metadataAvailableBytes: z.number().optional().describe('bytes of metadata left'),
    minimumFreeBytes: z
      .number()
      .optional()
      .describe('below this docker refuses new images and containers (dm.min_free_space, 10 % of the pool)'),
    loopFile: z.boolean().optional().describe('the pool is kept in files on another file system'),
  }),
  sources: [
    {
      run: 'docker info',
      fills: [
        'name',
        'dataUsedPercent',
        'metadataUsedPercent',
        'dataBytes',
        'dataAvailableBytes',
        'metadataAvailableBytes',
        'minimumFreeBytes',
        'loopFile',
      ],
    },
    { run: 'lvs -a', fills: ['name', 'dataUsedPercent', 'metadataUsedPercent', 'dataBytes'] },
  ],
})
