import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'cri-runtime',
  summary: 'The container runtime behind the CRI socket, as it describes itself to kubelet.',
  schema: z.object({
    name: z.string().optional().describe('containerd or cri-o'),
    served: z
      .boolean()
      .optional()
      .describe('false when the socket answered that it has no CRI service of the version that was asked for'),
    version: z.string().optional().describe('version of the runtime: 1.6.20, v1.7.2'),
    runtimeReady: z.boolean().optional().describe('its condition RuntimeReady'),
    networkReady: z
      .boolean()
      .optional()
      .describe('its condition NetworkReady: false until there is a CNI configuration'),
    networkMessage: z
      .string()
      .optional()
      .describe('what it says of a network that is not ready, cut to 300 characters'),
    cgroupDriver: z
      .string()
      .optional()
      .describe(
        'systemd or cgroupfs, as the runtime tells kubelet (RuntimeConfig: containerd 2.0, cri-o 1.28 and later) or its configuration says',
      ),
  }),
  sources: [
    { run: 'crictl info', fills: ['runtimeReady', 'networkReady', 'networkMessage', 'cgroupDriver'] },
    { run: 'crictl version', fills: ['name', 'version', 'served'] },
  ],
})
