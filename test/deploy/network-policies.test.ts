import { describe, expect, test } from 'vitest'
import { type Install, type Manifest, only, podSpec, readInstall, workload } from './installs.ts'

interface Peer {
  readonly podSelector?: Selector
  readonly namespaceSelector?: Selector
  readonly ipBlock?: { readonly cidr: string }
}

interface Selector {
  readonly matchLabels?: Readonly<Record<string, string>>
}

interface Rule {
  readonly ports?: readonly { readonly port: number | string; readonly protocol: string }[]
  readonly from?: readonly Peer[]
  readonly to?: readonly Peer[]
}

interface Policy {
  readonly podSelector: Selector
  readonly policyTypes: readonly string[]
  readonly ingress: readonly Rule[]
  readonly egress: readonly Rule[]
}

interface Pod {
  readonly labels: Readonly<Record<string, string>>
  readonly namespace: string
}

const DEFAULTS = readInstall('defaults.yaml')
const SPLIT = { app: readInstall('app-http.yaml'), agents: readInstall('agents-elsewhere.yaml') }
const STRANGER: Pod = { labels: { app: 'stranger' }, namespace: 'casebook' }

describe.each([
  ['in one namespace', DEFAULTS, DEFAULTS],
  ['in two namespaces', SPLIT.app, SPLIT.agents],
])('app and agents %s', (_, app, agents) => {
  const [appPod, agentPod] = [podOf(app, 'Deployment'), podOf(agents, 'DaemonSet')]

  test('each policy selects the pods that it is for, and both directions', () => {
    expect(selects(policyOf(app, 'app').podSelector, appPod.labels)).toBe(true)
    expect(selects(policyOf(agents, 'agent').podSelector, agentPod.labels)).toBe(true)
    expect(selects(policyOf(app, 'app').podSelector, agentPod.labels)).toBe(false)
    expect(selects(policyOf(agents, 'agent').podSelector, appPod.labels)).toBe(false)
    for (const policy of [policyOf(app, 'app'), policyOf(agents, 'agent')])
      expect(policy.policyTypes).toEqual(['Ingress', 'Egress'])
  })

  test('an agent reaches the app, from both ends', () => {
    expect(letsOut(policyOf(agents, 'agent'), agentPod.namespace, appPod, 8443)).toBe(true)
    expect(letsIn(policyOf(app, 'app'), appPod.namespace, agentPod, 'agents')).toBe(true)
  })

  test('an agent reaches nothing else, and nobody reaches an agent', () => {
    const policy = policyOf(agents, 'agent')
    expect(letsOut(policy, agentPod.namespace, STRANGER, 8443)).toBe(false)
    expect([8080, 443, 53, 10250].filter((port) => letsOut(policy, agentPod.namespace, appPod, port))).toEqual([])
    expect(policy.ingress).toEqual([])
  })

  test('nobody else comes in as an agent, and agents come in nowhere else', () => {
    const policy = policyOf(app, 'app')
    expect(letsIn(policy, appPod.namespace, STRANGER, 'agents')).toBe(false)
    expect(letsIn(policy, appPod.namespace, { ...agentPod, namespace: 'elsewhere' }, 'agents')).toBe(false)
    expect(letsIn(policy, appPod.namespace, agentPod, 'health')).toBe(false)
    expect(letsIn(policy, appPod.namespace, agentPod, 'slack')).toBe(false)
  })
})

test('the ports of the policies are those of the pods', () => {
  const container = podSpec(only(SPLIT.app, 'Deployment')).containers[0]
  const named = policyOf(SPLIT.app, 'app').ingress.flatMap(({ ports = [] }) => ports.map(({ port }) => port))
  expect(named).toEqual(['agents', 'health', 'slack'])
  expect(named.filter((name) => !container?.ports?.some((port) => port.name === name))).toEqual([])
})

test('whom the user lets in comes in', () => {
  const policy = policyOf(SPLIT.app, 'app')
  const of = (namespace: string): Pod => ({ labels: {}, namespace })
  expect(letsIn(policy, 'casebook', of('monitoring'), 'health')).toBe(true)
  expect(letsIn(policy, 'casebook', of('ingress'), 'slack')).toBe(true)
  expect(letsIn(policy, 'casebook', of('monitoring'), 'slack')).toBe(false)
  expect(policy.ingress[0]?.from).toContainEqual({ ipBlock: { cidr: '10.0.0.0/8' } })
})

test('names are looked up only by an agent whose app has one', () => {
  const portsOf = (file: string) =>
    policyOf(readInstall(file), 'agent').egress.flatMap(({ ports = [] }) => ports.map(({ port }) => port))
  expect(portsOf('defaults.yaml')).toEqual([8443])
  expect(portsOf('agents-elsewhere.yaml')).toEqual([8443])
  expect(portsOf('agents-of-another-cluster.yaml')).toEqual([8443, 443, 53, 53])
  expect(portsOf('only-kubelet.yaml')).toEqual([8443, 10250])
})

test('an app out of the cluster is reached by its address', () => {
  const { egress } = policyOf(readInstall('agents-of-another-cluster.yaml'), 'agent')
  expect(egress[1]).toEqual({ ports: [{ port: 443, protocol: 'TCP' }], to: [{ ipBlock: { cidr: '192.0.2.10/32' } }] })
})

test('without agents and HTTP nobody comes in at all', () => {
  expect(policyOf(readInstall('app-without-agents.yaml'), 'app').ingress).toEqual([])
})

test('the app reaches Slack and the API server, and no other port', () => {
  const ports = policyOf(DEFAULTS, 'app').egress.flatMap((rule) => rule.ports ?? [{ port: 'all', protocol: 'all' }])
  expect(ports.map(({ port, protocol }) => `${protocol} ${port}`)).toEqual(['TCP 443', 'TCP 6443', 'UDP 53', 'TCP 53'])
})

function podOf(install: Install, kind: string): Pod {
  const manifest = only(install, kind)
  return { labels: workload(manifest).template.metadata.labels, namespace: manifest.metadata.namespace ?? '' }
}

function policyOf({ manifests }: Install, component: string): Policy {
  const found = manifests.find((it) => it.kind === 'NetworkPolicy' && isOf(it, component))
  if (!found) throw new Error(`there is no policy for ${component}`)
  return found.spec as Policy
}

function isOf({ metadata }: Manifest, component: string): boolean {
  return metadata.labels['app.kubernetes.io/component'] === component
}

/** https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors */
function letsIn({ ingress }: Policy, namespace: string, from: Pod, port: string): boolean {
  return ingress.some(
    (rule) => hasPort(rule, port) && (!rule.from || rule.from.some((peer) => isPeer(peer, namespace, from))),
  )
}

function letsOut({ egress }: Policy, namespace: string, to: Pod, port: number): boolean {
  return egress.some((rule) => hasPort(rule, port) && (!rule.to || rule.to.some((peer) => isPeer(peer, namespace, to))))
}

function hasPort({ ports }: Rule, port: number | string): boolean {
  return !ports || ports.some((it) => it.port === port && it.protocol === 'TCP')
}

/** Without a selector of namespaces only the policy's own counts. */
function isPeer({ podSelector, namespaceSelector, ipBlock }: Peer, namespace: string, pod: Pod): boolean {
  if (ipBlock) return false
  const isThere = namespaceSelector
    ? selects(namespaceSelector, { 'kubernetes.io/metadata.name': pod.namespace })
    : pod.namespace === namespace
  return isThere && (!podSelector || selects(podSelector, pod.labels))
}

function selects({ matchLabels = {} }: Selector, labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(matchLabels).every(([key, value]) => labels[key] === value)
}
