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
    turnedReadOnly: z
      .boolean()
      .optional()
      .describe(
        'of what is read-only: it was mounted read-write, and its file system became read-only under it (after an error, or by a remount elsewhere); false when the mount itself is read-only',
      ),
    propagation: z
      .string()
      .optional()
      .describe('shared (also when it is a slave at the same time), slave or private; only mountinfo tells'),
    volatile: z.boolean().describe('an overlay mounted with `volatile`: it never syncs'),
    projectQuota: z.boolean().describe('project quotas are enforced (prjquota, pquota)'),
    noQuota: z
      .boolean()
      .optional()
      .describe(
        'true when XFS says `noquota`: quotas of no kind; other file systems do not tell, and then it is absent',
      ),
  }),
  place: 'mountpoint',
  sources: [
    {
      run: 'cat /proc/self/mountinfo',
      fills: [
        'mountpoint',
        'device',
        'fsType',
        'readOnly',
        'turnedReadOnly',
        'propagation',
        'volatile',
        'projectQuota',
        'noQuota',
      ],
    },
    { run: 'mount', fills: ['mountpoint', 'device', 'fsType', 'readOnly', 'volatile', 'projectQuota', 'noQuota'] },
  ],
})
