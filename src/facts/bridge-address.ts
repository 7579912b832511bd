import { z } from 'zod'
import { type Derived, defineFactKind, type Fact } from '../model/fact.ts'

export default defineFactKind({
  id: 'bridge-address',
  summary: 'The address that the CNI plugin bridge wants its bridge to have, and the one that it has.',
  schema: z.object({
    name: z.string().describe('name of the bridge, e.g. cni0'),
    wanted: z.string().describe('address of the plugin’s configuration, e.g. 10.244.4.1/24'),
    address: z.string().optional().describe('first IPv4 address that the bridge has'),
    matches: z.boolean().optional().describe('whether the two are the same'),
  }),
  sources: [
    {
      run: 'journalctl -u kubelet | grep "IP address different"; ip addr show cni0',
      fills: ['name', 'wanted', 'address', 'matches'],
    },
  ],
  past: true,
  derivedFrom: ['interface'],
  derive: (facts) => facts.filter(isWish).flatMap((wish) => compared(wish, facts)),
})

function isWish({ kind, fields }: Fact): boolean {
  return kind === 'bridge-address' && fields.address === undefined
}

function compared(wish: Fact, facts: readonly Fact[]): Derived[] {
  const found = facts.filter(
    ({ kind, fields }) => kind === 'interface' && fields.name === wish.fields.name && fields.address !== undefined,
  )
  const [bridge] = found
  if (!bridge || found.length > 1) return []
  const { address } = bridge.fields
  return [{ fields: { ...wish.fields, address, matches: address === wish.fields.wanted }, because: [wish, bridge] }]
}
