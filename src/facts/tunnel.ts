import { z } from 'zod'
import { type Derived, defineFactKind, type Fact } from '../model/fact.ts'
import { tunnelOver } from './rows/tunnel-over.ts'

const kind = defineFactKind({
  id: 'tunnel',
  summary: 'An overlay interface, and whether its packets fit into those of the interface that carries them.',
  schema: z.object({
    name: z.string().describe('name of the tunnel, e.g. flannel.1'),
    linkType: z.string().describe('what it is: vxlan, geneve, ipip, wireguard'),
    mtu: z.number().describe('largest packet that it takes, in bytes'),
    uplink: z.string().describe('interface that carries its packets'),
    uplinkMtu: z.number().describe('largest packet that the carrying interface sends, in bytes'),
    overheadBytes: z.number().describe('what the tunnel adds to each packet, at least (over IPv4)'),
    excessBytes: z
      .number()
      .describe(
        'how much its largest packet is too large for the carrying interface, in bytes; 0 or less when it fits',
      ),
  }),
  sources: [
    { run: 'ip -d link', fills: ['name', 'linkType', 'mtu', 'uplink', 'uplinkMtu', 'overheadBytes', 'excessBytes'] },
  ],
  derive: (facts) => tunnels(facts.filter((fact) => fact.kind === 'interface')),
})

export default kind

/** Two different rows of one name come from two nodes or two times: then neither is taken. */
function tunnels(interfaces: readonly Fact[]): Derived[] {
  const uplinks = new Map(interfaces.map((fact) => [fact.fields.name, fact]))
  const doubtful = new Set(interfaces.filter((fact) => differs(fact, uplinks)).map((fact) => fact.fields.name))
  return interfaces.flatMap((tunnel) => {
    const uplink = uplinks.get(tunnel.fields.uplink)
    if (!uplink || doubtful.has(uplink.fields.name)) return []
    const fields = tunnelOver(tunnel.fields, uplink.fields)
    return fields ? [{ fields, because: [tunnel, uplink] }] : []
  })
}

function differs({ fields }: Fact, byName: ReadonlyMap<unknown, Fact>): boolean {
  return byName.get(fields.name)?.fields.mtu !== fields.mtu
}
