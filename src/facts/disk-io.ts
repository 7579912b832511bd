import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'disk-io',
  summary: 'How busy a block device was while iostat watched it.',
  schema: z.object({
    device: z.string().describe('name of the block device without /dev: vda, nvme0n1, dm-0'),
    utilPercent: z.number().describe('share of the time in which the device had work, in percent'),
    awaitMs: z
      .number()
      .optional()
      .describe('mean milliseconds a request waited and was served, the worse of reads and writes'),
    queueLength: z.number().optional().describe('mean number of requests in the queue'),
    readsPerSecond: z.number().optional().describe('read requests per second'),
    writesPerSecond: z.number().optional().describe('write requests per second'),
    readBytesPerSecond: z.number().optional().describe('bytes read per second'),
    writeBytesPerSecond: z.number().optional().describe('bytes written per second'),
    sinceBoot: z
      .boolean()
      .optional()
      .describe(
        'true when the figures are the mean since boot and say little about now; absent when the text does not tell',
      ),
  }),
  sources: [
    {
      run: 'iostat -x 5 2',
      fills: [
        'device',
        'utilPercent',
        'awaitMs',
        'queueLength',
        'readsPerSecond',
        'writesPerSecond',
        'readBytesPerSecond',
        'writeBytesPerSecond',
        'sinceBoot',
      ],
    },
  ],
})
