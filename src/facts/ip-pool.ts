import { z } from 'zod'
import { type Derived, defineFactKind, type Fact } from '../model/fact.ts'

export default defineFactKind({
  id: 'ip-pool',
  summary: 'The addresses that the IPAM plugin host-local can give to the pods of one node, and how many are given.',
  schema: z.object({
    network: z.string().optional().describe('name of the CNI network: cbr0, k8s-pod-network, …'),
    range: z.string().optional().describe('the addresses, as the error writes them'),
    size: z.number().optional().describe('addresses in that range, that of the gateway included'),
    allocated: z.number().optional().describe('addresses that are given: a file each in /var/lib/cni/networks'),
    files: z.number().optional().describe('files in that folder; a few of them are no addresses'),
    usedAtMostPercent: z.number().optional().describe('100 * files / size'),
    exhausted: z.boolean().optional().describe('it refused to give an address because none was free'),
  }),
  sources: [
    {
      run: 'journalctl -u kubelet | grep "no IP addresses available"',
      fills: ['range', 'size', 'exhausted'],
    },
    {
      run: 'journalctl -u kubelet | grep "no IP addresses available"; ls /var/lib/cni/networks/<network> | wc -l',
      fills: ['network', 'range', 'size', 'files', 'usedAtMostPercent'],
    },
  ],
  past: true,
  derive: filled,
})

/** Only of one range and one folder can it be said that they belong together. */
function filled(facts: readonly Fact[]): Derived[] {
  const pools = facts.filter(({ kind, fields }) => kind === 'ip-pool' && fields.size !== undefined)
  const folders = facts.filter(({ kind, fields }) => kind === 'directory' && networkOf(fields.path) !== undefined)
  const [pool, folder] = [pools[0], folders[0]]
  if (!pool || !folder || pools.length > 1 || folders.length > 1) return []
  const { size, range } = pool.fields
  const { entries, path } = folder.fields
  if (typeof size !== 'number' || typeof entries !== 'number') return []
  const fields = { network: networkOf(path), range, size, files: entries, usedAtMostPercent: (100 * entries) / size }
  return [{ fields, because: [pool, folder] }]
}

function networkOf(path: unknown): string | undefined {
  return typeof path === 'string' ? /^\/var\/lib\/cni\/networks\/([^/]{1,100})$/.exec(path)?.[1] : undefined
}
