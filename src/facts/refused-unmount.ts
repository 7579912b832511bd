import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'refused-unmount',
  summary: 'An unmount that the kernel refused because the mount is in use.',
  schema: z.object({ path: z.string().describe('the mount point') }),
  place: 'path',
  past: true,
  sources: [{ run: "journalctl -u kubelet -u containerd --since -1h | grep -i 'busy'", fills: ['path'] }],
})
