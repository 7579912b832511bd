import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'cni-config',
  summary: 'The folder in which the container runtime looks for the configuration of the pod network (CNI).',
  schema: z.object({
    path: z.string().describe('the folder, /etc/cni/net.d unless the runtime is told otherwise'),
    configs: z.number().describe('files in it that count: .conf, .conflist, .json'),
    first: z.string().optional().describe('the one that is used: the first in alphabetical order'),
    plugins: z.number().optional().describe('plugins that this one names'),
    missingPlugins: z.number().optional().describe('how many of them are not in /opt/cni/bin'),
  }),
  sources: [{ run: 'ls -l /etc/cni/net.d', fills: ['path', 'configs', 'first'] }],
})
