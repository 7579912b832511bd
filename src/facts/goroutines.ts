import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'goroutines',
  summary: 'Goroutines of one stack dump that are at the same place in the same state.',
  schema: z.object({
    process: z
      .string()
      .optional()
      .describe('dockerd, containerd, containerd-shim, kubelet or unknown, judged from the packages in the dump'),
    topFunction: z
      .string()
      .describe(
        'topmost function outside runtime, sync, syscall, internal, os and golang.org/x/sys, without vendor path',
      ),
    state: z
      .string()
      .optional()
      .describe(
        'state in the words of the Go version: semacquire or sync.Mutex.Lock, select, syscall, IO wait, chan receive, …; absent from a `debug=1` profile',
      ),
    count: z.number().describe('how many goroutines'),
    maxWaitMinutes: z
      .number()
      .optional()
      .describe('longest wait in minutes; 0 when no header gives one; absent from a `debug=1` profile'),
    blockedIn: z
      .string()
      .describe('mutex, rwmutex, bbolt, umount, fsync, unlink, ttrpc, io, channel, select, or other'),
  }),
  sources: [
    {
      run: 'ctr pprof goroutines',
      fills: ['process', 'topFunction', 'state', 'count', 'maxWaitMinutes', 'blockedIn'],
    },
  ],
})
