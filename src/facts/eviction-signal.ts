import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'eviction-signal',
  summary: 'What kubelet was short of when it began to evict pods.',
  schema: z.object({
    signal: z
      .string()
      .describe(
        'nodefs.inodesFree (also for `inodes`, the word of newer kubelets for the inodes of nodefs or imagefs), nodefs.available, imagefs.available, imagefs.inodesFree, memory.available, pid.available, or ephemeral-storage (the bytes of nodefs or imagefs)',
      ),
    node: z.string().optional().describe('name of the node, where an event names it'),
    count: z.number().describe('times that it was said: repeated events and log lines, summed'),
  }),
  past: true,
  sources: [{ run: 'kubectl describe node', fills: ['signal', 'node', 'count'] }],
})
