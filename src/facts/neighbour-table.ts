import { z } from 'zod'
import { type Derived, defineFactKind, type Fact } from '../model/fact.ts'
import { onlySysctl } from './limits/under-limits.ts'

export default defineFactKind({
  id: 'neighbour-table',
  summary: 'How full the table of neighbours (ARP, NDP) is; all network namespaces of the node share it.',
  schema: z.object({
    family: z.enum(['IPv4', 'IPv6']).describe('IPv4 (ARP) or IPv6 (NDP)'),
    entries: z.number().describe('neighbours in the table, permanent ones too'),
    gcThresh1: z.number().optional().describe('below this many nothing is thrown out'),
    gcThresh3: z.number().optional().describe('the most that it holds'),
    usedPercent: z.number().optional().describe('100 * entries / gcThresh3'),
    overflows: z
      .number()
      .optional()
      .describe('how often since boot an entry was refused because the table was full (`table_fulls`)'),
  }),
  sources: [
    {
      run: 'cat /proc/net/stat/arp_cache; sysctl net.ipv4.neigh.default',
      fills: ['family', 'entries', 'gcThresh1', 'gcThresh3', 'usedPercent', 'overflows'],
    },
  ],
  derive: withThresholds,
})

type Thresholds = readonly (Fact | undefined)[]

function withThresholds(facts: readonly Fact[]): Derived[] {
  const ipv4 = thresholds(facts, 'ipv4')
  const ipv6 = thresholds(facts, 'ipv6')
  return facts
    .filter((fact) => fact.kind === 'neighbour-table')
    .flatMap((fact) => under(fact, fact.fields.family === 'IPv6' ? ipv6 : ipv4))
}

function thresholds(facts: readonly Fact[], protocol: 'ipv4' | 'ipv6'): Thresholds {
  return [1, 3].map((level) => onlySysctl(facts, `net.${protocol}.neigh.default.gc_thresh${level}`))
}

function under(fact: Fact, limits: Thresholds): Derived[] {
  const [gcThresh1, gcThresh3] = limits.map((limit) => limit?.fields.value)
  const { entries } = fact.fields
  if (typeof gcThresh3 !== 'number' || gcThresh3 <= 0 || typeof entries !== 'number') return []
  const because = [fact, ...limits.filter((limit) => limit !== undefined)]
  return [{ fields: { ...fact.fields, gcThresh1, gcThresh3, usedPercent: (100 * entries) / gcThresh3 }, because }]
}
