import { z } from 'zod'
import { type Derived, defineFactKind, type Fact } from '../model/fact.ts'

export default defineFactKind({
  id: 'certificate-refusal',
  summary: 'A program of Go refused a certificate, and said why.',
  schema: z.object({
    reason: z
      .enum(['expired', 'not-yet-valid', 'unknown-authority', 'wrong-name'])
      .describe('expired and not-yet-valid by the clock of the one who refused'),
    currentTime: z.string().optional().describe('what that clock said, as written'),
    limitTime: z.string().optional().describe('the end of the validity, or its beginning, as written'),
    offBySeconds: z.number().optional().describe('seconds between the two'),
    clockExplains: z
      .boolean()
      .optional()
      .describe('true when the clock of the node is known to be wrong by that much: the certificate is valid'),
    wanted: z.string().optional().describe('name or address that was asked for and is not in the certificate'),
    candidate: z
      .string()
      .optional()
      .describe('authority of the right name whose key did not make the signature: another authority of that name did'),
  }),
  sources: [
    {
      run: 'journalctl -u kubelet | grep x509:',
      fills: ['reason', 'currentTime', 'limitTime', 'offBySeconds', 'wanted', 'candidate'],
    },
    { run: 'journalctl -u kubelet | grep x509:; chronyc tracking', fills: ['clockExplains'] },
  ],
  past: true,
  derivedFrom: ['clock'],
  derive: explained,
})

/**
 * Never that the clock explains nothing: it may have been set right since. The app that found a difference to its own
 * clock does not know which of the two is wrong.
 */
function explained(facts: readonly Fact[]): Derived[] {
  const clocks = facts.filter(
    ({ kind, fields }) => kind === 'clock' && fields.toldBy !== 'app' && typeof fields.offsetSeconds === 'number',
  )
  const [clock] = clocks
  if (!clock || clocks.length > 1) return []
  const refusals = facts.filter((fact) => fact.kind === 'certificate-refusal')
  return refusals
    .filter((refusal) => isExplained(refusal, Number(clock.fields.offsetSeconds)))
    .map((refusal) => ({
      fields: { ...refusal.fields, clockExplains: true },
      because: [refusal, clock],
    }))
}

function isExplained({ fields: { reason, offBySeconds } }: Fact, aheadSeconds: number): boolean {
  if (typeof offBySeconds !== 'number') return false
  return reason === 'expired'
    ? aheadSeconds >= offBySeconds
    : reason === 'not-yet-valid' && -aheadSeconds >= offBySeconds
}
