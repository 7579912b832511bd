import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'held-mount',
  summary: 'A mount in the mount namespace of one process, where somebody looked for who keeps it busy.',
  schema: z.object({
    pid: z.number().describe('a process of the namespace'),
    process: z.string().optional().describe('name of that process'),
    container: z.string().optional().describe('the first 12 digits of the id of the container whose process it is'),
    path: z
      .string()
      .optional()
      .describe('where the node has or had it: the path in the message of whoever could not unmount or remove it'),
    mountpoint: z.string().optional().describe('where the process sees it, e.g. below /rootfs'),
    fsType: z.string().optional().describe('file system type'),
    searched: z
      .boolean()
      .optional()
      .describe('true when somebody looked for this very mount; a probe shows whatever any process still holds'),
    onNode: z
      .boolean()
      .describe(
        'it is mounted in the namespace of pid 1 too; when not, the node is done with it and the process is not',
      ),
  }),
  place: 'path',
  sources: [
    { run: 'grep -l <path> /proc/*/mountinfo', fills: ['pid', 'path', 'searched', 'onNode'] },
    { run: 'grep <path> /proc/*/mountinfo', fills: ['pid', 'path', 'mountpoint', 'fsType', 'searched', 'onNode'] },
  ],
})
