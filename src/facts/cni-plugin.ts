import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'cni-plugin',
  summary: 'A program that the configuration of the pod network (CNI) names, and whether it is there.',
  schema: z.object({
    plugin: z.string().describe('its name: bridge, portmap, host-local, flannel, calico, …'),
    present: z.boolean().describe('whether the folder holds it'),
    toldBy: z
      .enum(['runtime', 'agent'])
      .describe('who looked: the container runtime where it really looks, or the agent in /opt/cni/bin'),
    folder: z.string().describe('where it was looked for, /opt/cni/bin as a rule'),
  }),
  sources: [
    { run: 'journalctl -u kubelet | grep "failed to find plugin"', fills: ['plugin', 'present', 'toldBy', 'folder'] },
  ],
})
