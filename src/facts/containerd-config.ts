import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'containerd-config',
  summary: 'Whether the configuration of containerd switches its CRI service off.',
  schema: z.object({
    criDisabled: z.boolean().describe('`cri` is among disabled_plugins: containerd serves docker, and not kubelet'),
  }),
  sources: [{ run: 'grep disabled_plugins /etc/containerd/config.toml', fills: ['criDisabled'] }],
})
