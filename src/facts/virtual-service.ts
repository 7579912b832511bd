import { z } from 'zod'
import { type Derived, defineFactKind, type Fact } from '../model/fact.ts'

const TABLE = ['address', 'protocol', 'scheduler', 'destinations', 'weighted']

export default defineFactKind({
  id: 'virtual-service',
  summary: 'One service that IPVS balances: how many destinations it has, or how often the kernel found none.',
  schema: z.object({
    address: z.string().describe('address and port, e.g. 10.96.0.10:53; an IPv6 address stands in brackets'),
    protocol: z.enum(['TCP', 'UDP', 'SCTP']).describe('TCP, UDP or SCTP'),
    scheduler: z.string().optional().describe('how IPVS chooses a destination: rr, wrr, lc, sh, …'),
    destinations: z
      .number()
      .optional()
      .describe('real servers in the table; absent when only the kernel’s log is there'),
    weighted: z
      .number()
      .optional()
      .describe('how many of them have a weight above 0, so that they take new connections'),
    refusals: z
      .number()
      .optional()
      .describe('lines in which the kernel said that it had no destination; a lower bound, it logs at a limited rate'),
  }),
  sources: [
    { run: 'ipvsadm -Ln', fills: TABLE },
    { run: 'cat /proc/net/ip_vs', fills: TABLE },
    { run: 'dmesg | grep "no destination available"; ipvsadm -Ln', fills: [...TABLE, 'refusals'] },
  ],
  derive: withRefusals,
})

interface Refused {
  readonly lines: number
  readonly said: Fact
}

/** What the table says of the services that the kernel complained of: an empty service that nobody calls is no fault. */
function withRefusals(facts: readonly Fact[]): Derived[] {
  const rows = facts.filter((fact) => fact.kind === 'virtual-service')
  const refused = addUp(rows)
  return rows.flatMap((row): Derived[] => {
    const known = row.fields.destinations === undefined ? undefined : refused.get(serviceOf(row))
    return known ? [{ fields: { ...row.fields, refusals: known.lines }, because: [row, known.said] }] : []
  })
}

function addUp(rows: readonly Fact[]): Map<string, Refused> {
  const refused = new Map<string, Refused>()
  for (const row of rows) {
    const { refusals, destinations } = row.fields
    if (typeof refusals !== 'number' || destinations !== undefined) continue
    const before = refused.get(serviceOf(row))
    refused.set(serviceOf(row), { lines: (before?.lines ?? 0) + refusals, said: before?.said ?? row })
  }
  return refused
}

function serviceOf({ fields }: Fact): string {
  return `${fields.protocol} ${fields.address}`
}
