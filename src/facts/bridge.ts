import { z } from 'zod'
import { type Derived, defineFactKind, type Fact } from '../model/fact.ts'
import { MOST_PORTS } from './rows/most-ports.ts'

export default defineFactKind({
  id: 'bridge',
  summary: 'One bridge of the node and how many interfaces are plugged into it.',
  schema: z.object({
    name: z.string().describe('name, e.g. docker0, cni0, cbr0'),
    ports: z.number().describe('interfaces that are plugged into it'),
    limit: z.number().describe('as many as the kernel allows: 1024'),
  }),
  sources: [{ run: 'ls /sys/class/net/<bridge>/brif | wc -l', fills: ['name', 'ports', 'limit'] }],
  derive: (facts) => facts.flatMap(fromCount),
})

function fromCount(fact: Fact): Derived[] {
  const { path, entries } = fact.fields
  if (fact.kind !== 'directory' || typeof path !== 'string' || typeof entries !== 'number') return []
  const [, name] = /^\/sys\/class\/net\/([^/]{1,15})\/brif$/.exec(path) ?? []
  return name ? [{ fields: { name, ports: entries, limit: MOST_PORTS }, because: [fact] }] : []
}
