import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'inotify-holder',
  summary: 'One process that uses inotify, and how much of it.',
  schema: z.object({
    pid: z.number().describe('process id'),
    process: z.string().optional().describe('name of the process'),
    uid: z.number().optional().describe('user that it runs as, on the node'),
    instances: z.number().describe('inotify instances that it has open'),
    watches: z.number().describe('watches in them'),
  }),
  sources: [
    { run: 'inotify-info', fills: ['pid', 'process', 'uid', 'instances', 'watches'] },
    {
      run: `find /proc/[0-9]*/fd -lname anon_inode:inotify -printf '%U %hinfo/%f\\n' 2>/dev/null | while read u f; do echo "$u $(grep -c ^inotify $f) $f"; done; sysctl fs.inotify`,
      fills: ['pid', 'uid', 'instances', 'watches'],
    },
  ],
})
