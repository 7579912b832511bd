import { z } from 'zod'
import { type Derived, defineFactKind, type Fact } from '../model/fact.ts'

const kind = defineFactKind({
  id: 'cgroup-drivers',
  summary:
    'Who makes the cgroups: systemd or the program itself (cgroupfs), for kubelet and for the container runtime.',
  schema: z.object({
    kubelet: z.string().optional().describe('driver of kubelet: systemd or cgroupfs'),
    runtime: z.string().optional().describe('driver of the container runtime: systemd or cgroupfs'),
    runtimeName: z
      .string()
      .optional()
      .describe('which runtime that is: docker, or cri for the one behind the CRI socket'),
    differ: z.boolean().optional().describe('whether the two are different, where both are known'),
  }),
  sources: [
    {
      run: 'grep cgroupDriver /var/lib/kubelet/config.yaml; grep SystemdCgroup /etc/containerd/config.toml',
      fills: ['kubelet', 'runtime', 'runtimeName', 'differ'],
    },
    {
      run: 'grep cgroupDriver /var/lib/kubelet/config.yaml; docker info',
      fills: ['kubelet', 'runtime', 'runtimeName', 'differ'],
    },
  ],
  derivedFrom: ['cri-runtime'],
  derive: bothTogether,
})

export default kind

interface Said {
  readonly driver: string
  readonly fact: Fact
  readonly name: string | undefined
}

/** One row of both, when the paste says one driver of each: two different ones are two nodes, or two runtimes. */
function bothTogether(facts: readonly Fact[]): Derived[] {
  if (facts.some(({ kind: id, fields }) => id === kind.id && fields.differ !== undefined)) return []
  const kubelet = onlyOne(facts.flatMap((fact) => said(fact, kind.id, 'kubelet', undefined)))
  const runtime = onlyOne(facts.flatMap(runtimeSaid))
  if (!kubelet || !runtime) return []
  const differ = kubelet.driver !== runtime.driver
  const fields = { kubelet: kubelet.driver, runtime: runtime.driver, runtimeName: runtime.name, differ }
  return [{ fields, because: [kubelet.fact, runtime.fact] }]
}

function runtimeSaid(fact: Fact): Said[] {
  return [
    ...said(fact, kind.id, 'runtime', String(fact.fields.runtimeName ?? 'cri')),
    // A node may have a docker beside the runtime of kubelet: that they belong together says who pastes both.
    ...(fact.origin.from === 'paste' ? said(fact, 'docker-engine', 'cgroupDriver', 'docker') : []),
    ...said(fact, 'cri-runtime', 'cgroupDriver', 'cri'),
  ]
}

function said(fact: Fact, id: string, field: string, name: string | undefined): Said[] {
  const driver = fact.fields[field]
  const isDriver = driver === 'systemd' || driver === 'cgroupfs'
  return fact.kind === id && isDriver ? [{ driver, fact, name }] : []
}

function onlyOne(all: readonly Said[]): Said | undefined {
  const [first] = all
  return first && all.every(({ driver, name }) => driver === first.driver && name === first.name) ? first : undefined
}
