import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

const LINK = ['name', 'linkType', 'mtu', 'state', 'uplink', 'bridge']

export default defineFactKind({
  id: 'interface',
  summary: 'One network interface of the node.',
  schema: z.object({
    name: z.string().describe('name, e.g. eth0, flannel.1, cali12345678901'),
    linkType: z
      .string()
      .optional()
      .describe('what it is, where the output tells: bridge, bond, vlan, vxlan, geneve, ipip, wireguard, veth, …'),
    mtu: z.number().optional().describe('largest packet that it sends, in bytes'),
    state: z.string().optional().describe('operational state: up, down, unknown (no carrier is known), lowerlayerdown'),
    uplink: z.string().optional().describe('the interface that carries its packets, where the output names it'),
    bridge: z.string().optional().describe('the bridge, or other master, that it is a port of'),
    address: z.string().optional().describe('its first IPv4 address with the prefix length, from `ip addr`'),
    receiveErrors: z.number().optional().describe('packets received damaged, since it was made'),
    receiveDropped: z.number().optional().describe('packets received and dropped, since it was made'),
    transmitErrors: z.number().optional().describe('packets that could not be sent, since it was made'),
    transmitDropped: z.number().optional().describe('packets dropped instead of sent, since it was made'),
  }),
  sources: [
    {
      run: 'ip -d -s link',
      fills: [...LINK, 'receiveErrors', 'receiveDropped', 'transmitErrors', 'transmitDropped'],
    },
    { run: 'ip -d link', fills: LINK },
    { run: 'ip addr', fills: ['name', 'mtu', 'state', 'bridge', 'address'] },
  ],
})
