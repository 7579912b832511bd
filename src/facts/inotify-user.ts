import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'
import { underLimits } from './limits/under-limits.ts'

/** Every descriptor of inotify with its owner and its watches, then the limits: one line each, nothing filtered. */
const DESCRIPTORS = `find /proc/[0-9]*/fd -lname anon_inode:inotify -printf '%U %hinfo/%f\\n' 2>/dev/null | while read u f; do echo "$u $(grep -c ^inotify $f) $f"; done; sysctl fs.inotify`

export default defineFactKind({
  id: 'inotify-user',
  summary: 'How much of its inotify limits one user of the node has taken, over all its processes and containers.',
  schema: z.object({
    uid: z.number().describe('user id on the node; root in a container without a user namespace is 0 as well'),
    instances: z.number().optional().describe('open inotify instances'),
    maxInstances: z.number().optional().describe('fs.inotify.max_user_instances'),
    instancesPercent: z.number().optional().describe('100 * instances / maxInstances'),
    watches: z.number().optional().describe('watches in all of them'),
    maxWatches: z.number().optional().describe('fs.inotify.max_user_watches'),
    watchesPercent: z.number().optional().describe('100 * watches / maxWatches'),
    atLeast: z.boolean().describe('true when not everything could be seen: there may be more'),
  }),
  sources: [
    {
      run: DESCRIPTORS,
      fills: [
        'uid',
        'instances',
        'maxInstances',
        'instancesPercent',
        'watches',
        'maxWatches',
        'watchesPercent',
        'atLeast',
      ],
    },
  ],
  derive: (facts) =>
    underLimits(facts, 'inotify-user', [
      {
        count: 'instances',
        sysctl: 'fs.inotify.max_user_instances',
        limit: 'maxInstances',
        percent: 'instancesPercent',
      },
      { count: 'watches', sysctl: 'fs.inotify.max_user_watches', limit: 'maxWatches', percent: 'watchesPercent' },
    ]),
})
