import { AGENT_TOKEN } from '../../test/fleet/camp.ts'
import { HELLO } from '../../test/fleet/fake-agent.ts'
import type { FakeToken } from '../../test/fleet/fake-kubernetes.ts'

export function nodeName(i: number): string {
  return `node-${String(i).padStart(5, '0')}.example.org`
}

export function tokenOf(i: number): string {
  return `header.agent-${i}.${'s'.repeat(900)}`
}

/** Agents on different nodes have different addresses. */
export function addressOf(i: number): string {
  return `127.1.${(i >> 8) & 255}.${i & 255 || 255}`
}

export function tokensUpTo(count: number): [string, FakeToken][] {
  return Array.from({ length: count }, (_, i) => [tokenOf(i), { ...AGENT_TOKEN, node: nodeName(i) }])
}

/** As many probes as a real agent has. */
export const BIG_HELLO = {
  ...HELLO,
  probes: [
    ...HELLO.probes,
    ...Array.from({ length: 40 }, (_, i) => ({
      id: `probe-${i}`,
      summary: 'What it looks at, in one sentence that is about as long as those of the real probes are.',
      yields: [`kind-${i}`, `kind-${i + 1}`],
    })),
  ],
}
