import { z } from 'zod'
import { type Derived, defineFactKind, type Fact } from '../model/fact.ts'
import { componentVersion } from './rows/component-version.ts'

const FILLS = ['component', 'version', 'major', 'minor', 'patch']

const kind = defineFactKind({
  id: 'component-version',
  summary: 'The version of one piece of software of the node, as numbers that a condition can compare.',
  schema: z.object({
    component: z
      .string()
      .describe('docker (the daemon), containerd, cri-o, runc, crun, libseccomp, systemd, kubelet or kernel'),
    version: z.string().describe('as printed: 20.10.24+dfsg1, 1.7.2, 2.5.4, 252.38'),
    major: z.number().describe('first number of it'),
    minor: z.number().describe('second number, 0 when there is none'),
    patch: z.number().describe('third number, 0 when there is none'),
  }),
  sources: [
    { run: 'runc --version', fills: FILLS },
    { run: 'containerd --version', fills: FILLS },
    { run: 'docker version', fills: FILLS },
    { run: 'systemctl --version', fills: FILLS },
    { run: 'kubelet --version', fills: FILLS },
  ],
  derive: (facts) => facts.flatMap(fromOther),
})

export default kind

/** Where another kind already says it. */
function fromOther(fact: Fact): Derived[] {
  const { kind: from, fields } = fact
  if (from === 'docker-engine') return derived(fact, 'docker', fields.version)
  if (from === 'kernel') return derived(fact, 'kernel', fields.release)
  if (from !== 'node') return []
  const runtime = typeof fields.runtime === 'string' ? derived(fact, fields.runtime, fields.runtimeVersion) : []
  return [...runtime, ...derived(fact, 'kubelet', fields.kubeletVersion)]
}

function derived(fact: Fact, component: string, version: unknown): Derived[] {
  const row = typeof version === 'string' ? componentVersion(component, version) : undefined
  return row ? [{ fields: row, because: [fact] }] : []
}
