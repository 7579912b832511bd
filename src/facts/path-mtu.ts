import { z } from 'zod'
import { type Derived, defineFactKind, type Fact } from '../model/fact.ts'

export default defineFactKind({
  id: 'path-mtu',
  summary: 'What became of packets of one size that must not be fragmented (ping -M do).',
  schema: z.object({
    target: z.string().describe('address or name that was pinged'),
    packetBytes: z.number().describe('size of the packet with its IP and ICMP headers'),
    outcome: z
      .enum(['passed', 'lost', 'too-big-here', 'too-big-on-path'])
      .describe(
        'answered; no answer and no error; larger than the MTU of the own interface; a router said that it is too large',
      ),
    mtu: z.number().optional().describe('the MTU that the error names'),
    passesBytes: z
      .number()
      .optional()
      .describe('of a size that is lost: the largest smaller size to the same target that is answered'),
    fillsMtu: z
      .boolean()
      .optional()
      .describe('true for a size that passed when it is as large as the MTU of the own interface'),
  }),
  sources: [
    {
      run: 'ping -M do -c 3 -s 1472 <address>; ping -M do -c 3 -s 1000 <address>',
      fills: ['target', 'packetBytes', 'outcome', 'mtu', 'passesBytes', 'fillsMtu'],
    },
  ],
  past: true,
  derive: (facts) => {
    const pings = facts.filter((fact) => fact.kind === 'path-mtu')
    return [
      ...pings.filter(isLost).flatMap((ping) => swallowed(ping, pings)),
      ...pings.flatMap((ping) => full(ping, pings)),
    ]
  },
})

function isLost({ fields }: Fact): boolean {
  return fields.outcome === 'lost'
}

/** Small packets pass and large ones vanish without a word: a black hole. */
function swallowed(lost: Fact, pings: readonly Fact[]): Derived[] {
  const passed = pings.filter(
    (ping) => isAnswer(ping, lost) && Number(ping.fields.packetBytes) < Number(lost.fields.packetBytes),
  )
  const largest = passed.reduce<Fact | undefined>(
    (best, ping) => (best && sizeOf(best) >= sizeOf(ping) ? best : ping),
    undefined,
  )
  return largest ? [{ fields: { ...lost.fields, passesBytes: sizeOf(largest) }, because: [lost, largest] }] : []
}

function full(passed: Fact, pings: readonly Fact[]): Derived[] {
  if (passed.fields.outcome !== 'passed') return []
  const limit = pings.find(
    (ping) => ping.fields.outcome === 'too-big-here' && ping.fields.target === passed.fields.target,
  )
  if (!limit || typeof limit.fields.mtu !== 'number' || sizeOf(passed) < limit.fields.mtu) return []
  return [{ fields: { ...passed.fields, fillsMtu: true }, because: [passed, limit] }]
}

function isAnswer({ fields }: Fact, of: Fact): boolean {
  return fields.outcome === 'passed' && fields.target === of.fields.target
}

function sizeOf({ fields }: Fact): number {
  return Number(fields.packetBytes)
}
