import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'mount',
  summary: 'One mount and the options that it was mounted with.',
  schema: z.object({
    mountpoint: z.string().describe('where it is mounted'),
    device: z.string().optional().describe('what is mounted'),
    fsType: z.string().describe('file system type, e.g. overlay'),
    readOnly: z.boolean().describe('the mount or its file system is read-only'),
    propagation: z
      .string()
      .optional()
      .describe('shared (also when it is a slave at the same time), slave or private; only mountinfo tells'),
    volatile: z.boolean().describe('an overlay mounted with `volatile`: it never syncs'),
    projectQuota: z.boolean().describe('project quotas are enforced (prjquota, pquota)'),
  }),
  place: 'mountpoint',
  sources: [
    {
      run: 'cat /proc/self/mountinfo',
      fills: ['mountpoint', 'device', 'fsType', 'readOnly', 'propagation', 'volatile', 'projectQuota'],
    },
    { run: 'mount', fills: ['mountpoint', 'device', 'fsType', 'readOnly', 'volatile', 'projectQuota'] },
  ],
})
