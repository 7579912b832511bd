import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'filesystem',
  summary: 'How full one mounted file system is, as `df` sees it.',
  schema: z.object({
    mountpoint: z.string().describe('where it is mounted'),
    device: z.string().optional().describe('what is mounted: a device, or the name of a virtual file system'),
    fsType: z.string().optional().describe('file system type, e.g. ext4'),
    sizeBytes: z.number().optional().describe('size in bytes, rounded as df rounds it'),
    usedBytes: z.number().optional().describe('used bytes, rounded as df rounds them'),
    availableBytes: z
      .number()
      .optional()
      .describe('bytes that an ordinary user can still write, rounded as df rounds them'),
    usedPercent: z.number().optional().describe('share of the blocks in use in percent, as df prints it'),
    inodes: z.number().optional().describe('how many inodes there can be; 0 when the file system does not count them'),
    inodesUsed: z.number().optional().describe('inodes in use'),
    inodesFree: z.number().optional().describe('inodes left'),
    inodesUsedPercent: z.number().optional().describe('share of the inodes in use in percent, as df prints it'),
    readOnly: z.boolean().optional().describe('mounted read-only, or turned read-only by an error'),
    image: z.boolean().describe('a read-only image (snap, CD), which is 100 % full by nature'),
    pseudo: z.boolean().describe('made by the kernel (devtmpfs, cgroup, /proc, /sys): filling it means nothing'),
    memory: z.boolean().describe('kept in memory (tmpfs, shm, ramfs): its room is not the disk’s'),
  }),
  place: 'mountpoint',
  sources: [
    {
      run: 'df -kPT',
      fills: [
        'mountpoint',
        'device',
        'fsType',
        'sizeBytes',
        'usedBytes',
        'availableBytes',
        'usedPercent',
        'image',
        'pseudo',
        'memory',
      ],
    },
    {
      run: 'df -i',
      fills: [
        'mountpoint',
        'device',
        'inodes',
        'inodesUsed',
        'inodesFree',
        'inodesUsedPercent',
        'image',
        'pseudo',
        'memory',
      ],
    },
  ],
})
