import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'transient-scopes',
  summary: 'Cgroups that `systemd-run --scope` made below system.slice and that are still there.',
  schema: z.object({
    count: z.number().describe('directories run-….scope; a healthy node has a handful'),
  }),
  sources: [{ run: 'ls -d /sys/fs/cgroup/systemd/system.slice/run-*.scope | wc -l', fills: ['count'] }],
})
