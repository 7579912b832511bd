import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'lock',
  summary: 'A mutex of a Go process that goroutines of a stack dump wait for.',
  schema: z.object({
    address: z.string().describe('address of the mutex, e.g. 0xc0007d4a20'),
    waiters: z.number().describe('goroutines that wait for it'),
    holder: z
      .string()
      .optional()
      .describe(
        'method that runs on the struct which begins with the mutex, in the only goroutine that is there and does not wait for a mutex itself',
      ),
    holderBlockedIn: z.string().optional().describe('what the holder is blocked in, in the words of `goroutines`'),
    waitFunction: z.string().describe('function in which most of the waiters wait'),
    maxWaitMinutes: z.number().describe('longest wait in minutes; 0 when no header gives one'),
  }),
  sources: [
    {
      run: 'ctr pprof goroutines',
      fills: ['address', 'waiters', 'holder', 'holderBlockedIn', 'waitFunction', 'maxWaitMinutes'],
    },
  ],
})
