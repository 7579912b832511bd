import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'failed-syscall',
  summary: 'System calls that failed the same way, and how often.',
  schema: z.object({
    syscall: z
      .string()
      .optional()
      .describe('name as the tracer prints it: mount, openat; absent when it counted by process'),
    errno: z
      .string()
      .optional()
      .describe('symbolic error: ENOSPC, EMFILE; absent when failures of any kind were counted'),
    count: z.number().describe('how often it was seen to fail'),
    process: z.string().optional().describe('command name of the caller, at most 15 characters'),
    pid: z.number().optional().describe('process id of the caller, a thread id where the tracer prints that'),
    target: z
      .string()
      .optional()
      .describe('path that the call was about, for mount the mount point; at most 300 characters'),
  }),
  past: true,
  sources: [
    { run: '/usr/share/bcc/tools/mountsnoop', fills: ['syscall', 'errno', 'count', 'process', 'pid', 'target'] },
    { run: '/usr/share/bcc/tools/syscount -e ENOSPC -d 10', fills: ['syscall', 'errno', 'count'] },
    { run: '/usr/share/bcc/tools/syscount -e ENOSPC -P -d 10', fills: ['errno', 'count', 'process', 'pid'] },
    { run: 'strace -f -e trace=mount -p $(pgrep -x dockerd)', fills: ['syscall', 'errno', 'count', 'pid', 'target'] },
  ],
})
