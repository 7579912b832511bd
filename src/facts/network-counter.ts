import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'network-counter',
  summary: 'One counter of the TCP/IP stack, in the network namespace of the command or of the node.',
  schema: z.object({
    name: z.string().describe('name as nstat writes it, e.g. TcpExtListenOverflows, UdpRcvbufErrors'),
    value: z.number().describe('how often it happened: since boot, or since nstat was run last without -a'),
    sinceBoot: z
      .boolean()
      .optional()
      .describe('true when it counts since boot; absent when nstat may have shown the difference to its last run'),
  }),
  sources: [
    { run: 'nstat -az', fills: ['name', 'value', 'sinceBoot'] },
    { run: 'nstat', fills: ['name', 'value'] },
  ],
})
