import { z } from 'zod'
import { type Derived, defineFactKind, type Fact } from '../model/fact.ts'

/** The parser counts what `ip link` lists; `derive` takes what `ls` counted. */
export default defineFactKind({
  id: 'interfaces',
  summary: 'How many network interfaces the node has.',
  schema: z.object({
    total: z.number().describe('interfaces of the network namespace of the node'),
    veths: z.number().optional().describe('how many of them are veths: one for each pod or container with a network'),
  }),
  sources: [
    { run: 'ip -d link', fills: ['total', 'veths'] },
    { run: 'ls /sys/class/net | wc -l', fills: ['total'] },
  ],
  derive: (facts) => facts.filter(isCount).flatMap(fromCount),
})

function isCount({ kind, fields }: Fact): boolean {
  return kind === 'directory' && fields.path === '/sys/class/net'
}

function fromCount(fact: Fact): Derived[] {
  const { entries } = fact.fields
  return typeof entries === 'number' ? [{ fields: { total: entries }, because: [fact] }] : []
}
