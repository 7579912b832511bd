import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'blocked-tasks',
  summary: 'How many processes and threads are in uninterruptible sleep (state D).',
  schema: z.object({
    count: z.number().describe('tasks in state D; from a probe only those that did not move while it watched'),
    watchedSeconds: z.number().optional().describe('how long the probe watched; absent from a single look'),
  }),
  sources: [{ run: 'ps -eLo state,tid,wchan:32,comm', fills: ['count'] }],
})
