import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'quota',
  summary: 'What one user, group or project uses of a file system, and what it may use.',
  schema: z.object({
    owner: z.enum(['user', 'group', 'project']).describe('whom the quota is for'),
    name: z.string().describe('name or number of the user, group or project'),
    filesystem: z.string().optional().describe('mount point, or the device where the report names only that'),
    usedBytes: z.number().optional().describe('bytes in use'),
    limitBytes: z.number().optional().describe('hard limit in bytes; absent when there is none'),
    usedPercent: z.number().optional().describe('100 * usedBytes / limitBytes; absent without a limit'),
    inodesUsed: z.number().optional().describe('files in use, where the report counts them'),
    inodesLimit: z.number().optional().describe('hard limit of files; absent when there is none'),
    inodesUsedPercent: z.number().optional().describe('100 * inodesUsed / inodesLimit; absent without a limit'),
  }),
  sources: [
    {
      run: 'repquota -augP',
      fills: [
        'owner',
        'name',
        'filesystem',
        'usedBytes',
        'limitBytes',
        'usedPercent',
        'inodesUsed',
        'inodesLimit',
        'inodesUsedPercent',
      ],
    },
    {
      run: 'quota -s',
      fills: [
        'owner',
        'name',
        'filesystem',
        'usedBytes',
        'limitBytes',
        'usedPercent',
        'inodesUsed',
        'inodesLimit',
        'inodesUsedPercent',
      ],
    },
    {
      run: "xfs_quota -x -c 'report -pugn' <mountpoint>",
      fills: ['owner', 'name', 'filesystem', 'usedBytes', 'limitBytes', 'usedPercent'],
    },
  ],
})

/** In percent to one decimal; undefined without a limit. */
export function shareOfQuota(used: number | undefined, limit: number | undefined): number | undefined {
  return used !== undefined && limit ? Math.round((1000 * used) / limit) / 10 : undefined
}
