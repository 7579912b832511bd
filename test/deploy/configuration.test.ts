import { expect, test } from 'vitest'
import { type AgentSettings, readAgentSettings } from '../../src/agent/agent-settings.ts'
import { readConfig } from '../../src/config.ts'
import { readSlackConfig } from '../../src/slack/slack-config.ts'
import { type Install, only, onlyContainer, type PodSpec, podSpec, readInstall, readInstalls } from './installs.ts'

const TOKENS = { SLACK_BOT_TOKEN: 'xoxb-made-up', SLACK_APP_TOKEN: 'xapp-made-up', SLACK_SIGNING_SECRET: 'made-up' }

const WITH_AGENT = readInstalls().filter(({ manifests }) => manifests.some(({ kind }) => kind === 'DaemonSet'))
const WITH_APP = readInstalls().filter(({ manifests }) => manifests.some(({ kind }) => kind === 'Deployment'))

test.each(WITH_APP)('the app takes its configuration: $name', (install) => {
  const { database, healthPort, agents } = appConfig(install)
  expect({ database, healthPort }).toEqual({ database: '/data/casebook.db', healthPort: 8080 })
  const ports = containerOf(install, 'Deployment').ports ?? []
  expect(ports.find(({ name }) => name === 'agents')?.containerPort).toBe(agents?.port)
})

test('the app is told whose agents count, and where its certificate is', () => {
  expect(appConfig(readInstall('defaults.yaml')).agents).toMatchObject({
    port: 8443,
    tls: { cert: '/etc/casebook/tls/tls.crt', key: '/etc/casebook/tls/tls.key' },
    kubernetes: { serviceAccounts: ['casebook/casebook-agent'] },
    enrolment: false,
  })
  expect(appConfig(readInstall('app-without-agents.yaml')).agents).toBeUndefined()
})

test('what the user configures is kept', () => {
  const config = appConfig(readInstall('app-http.yaml'))
  expect(config.transport).toMatchObject({ kind: 'http', port: 3000 })
  expect(config.logLevel).toBe('warn')
  expect(config.probing).toMatchObject({ channels: ['C012AB3CD'], userGroups: ['S012AB3CD'], nodes: ['gpu-*'] })
  expect(config.agents).toMatchObject({
    enrolment: true,
    kubernetes: { serviceAccounts: ['casebook-agents/ops-casebook-agent', 'casebook-gpu/agents-casebook-agent'] },
  })
})

test.each(WITH_AGENT)('the agent takes its configuration: $name', (install) => {
  const { endpoint, view } = agentSettings(install)
  const mounted = containerOf(install, 'DaemonSet').volumeMounts.map(({ mountPath }) => mountPath)
  expect(endpoint.url.pathname).toBe('/agent')
  expect(view).toMatchObject({ contained: true, proc: '/host/proc', sys: '/host/sys' })
  const files = [endpoint.caFile, endpoint.credential.file, view.dockerSocket, view.criSocket, view.kubelet?.caFile]
  const seen = [...files, ...view.anchors.map(({ at }) => at)].flatMap((file) => file ?? [])
  expect(seen.filter((file) => !mounted.some((path) => `${file}/`.startsWith(`${path}/`)))).toEqual([])
})

test('the agent dials the address of the Service and verifies its name', () => {
  const { url, serverName, credential } = agentSettings(readInstall('defaults.yaml')).endpoint
  expect(url.href).toBe('wss://10.96.14.7:8443/agent')
  expect(serverName).toBe('casebook.casebook.svc')
  expect(credential).toEqual({ kind: 'token', file: '/var/run/secrets/casebook/token' })
})

test('an app elsewhere has the address and the name that the user says', () => {
  const { url, serverName } = agentSettings(readInstall('agents-elsewhere.yaml')).endpoint
  expect([url.href, serverName]).toEqual(['wss://10.96.14.7:8443/agent', 'ops-casebook.casebook.svc'])
  expect(agentSettings(readInstall('agents-of-another-cluster.yaml')).endpoint.serverName).toBeUndefined()
})

test('what is opted in reaches the agent, and only then', () => {
  const { dockerSocket, criSocket, kubelet, remote } = agentSettings(readInstall('defaults.yaml')).view
  expect({ dockerSocket, criSocket, kubelet, remote }).toEqual({ remote: false })
  expect(agentSettings(readInstall('everything.yaml'))).toMatchObject({
    readyFile: '/run/casebook/ready',
    view: {
      dockerSocket: '/host/docker.sock',
      criSocket: '/host/cri.sock',
      kubelet: { url: 'https://192.0.2.7:10250', tokenFile: '/var/run/secrets/casebook/kubelet-token' },
    },
  })
  expect(agentSettings(readInstall('agents-of-another-cluster.yaml')).view.remote).toBe(true)
})

test('the agent has one token, for the app alone; with kubelet one more', () => {
  const audiences = (file: string) =>
    JSON.stringify(podSpec(only(readInstall(file), 'DaemonSet')).volumes).match(/"serviceAccountToken":{[^}]*}/g)
  expect(audiences('defaults.yaml')).toEqual([
    '"serviceAccountToken":{"path":"token","audience":"casebook-agent","expirationSeconds":600}',
  ])
  expect(audiences('only-kubelet.yaml')).toHaveLength(2)
})

test('agents are on every node, are rolled out a few at a time, and have no listener, no probe by default, no own API token', () => {
  const manifest = only(readInstall('defaults.yaml'), 'DaemonSet')
  const container = containerOf(readInstall('defaults.yaml'), 'DaemonSet')
  expect(manifest.spec).toMatchObject({
    updateStrategy: { rollingUpdate: { maxUnavailable: '10%' } },
    template: { spec: { tolerations: [{ operator: 'Exists' }], automountServiceAccountToken: false } },
  })
  expect(Object.keys(container).filter((key) => /ports|Probe|lifecycle/.test(key))).toEqual([])
  expect(container.resources).toEqual({ requests: { cpu: '50m', memory: '96Mi' }, limits: { memory: '96Mi' } })
})

test('one app at a time', () => {
  expect(only(readInstall('defaults.yaml'), 'Deployment').spec).toMatchObject({
    replicas: 1,
    strategy: { type: 'Recreate' },
  })
})

function containerOf(install: Install, kind: string) {
  return onlyContainer(podSpec(only(install, kind)))
}

function appConfig(install: Install) {
  const { data } = only(install, 'ConfigMap', podConfigMap(podSpec(only(install, 'Deployment'))))
  const environment = Object.fromEntries(
    containerOf(install, 'Deployment').env.map(({ name, value }) => [
      name,
      value ?? TOKENS[name as keyof typeof TOKENS],
    ]),
  )
  expect(environment.CASEBOOK_CONFIG).toBe('/etc/casebook/config/casebook.yml')
  return readSlackConfig(readConfig(environment).slack, (data as Record<string, string>)['casebook.yml'])
}

function podConfigMap({ volumes }: PodSpec): string {
  const config = volumes.find(({ name }) => name === 'config')?.configMap
  return (config as { readonly name: string }).name
}

/** As the kubelet would start it on the node 192.0.2.7. */
function agentSettings(install: Install): AgentSettings {
  const environment = serviceVariables(install)
  for (const { name, value } of containerOf(install, 'DaemonSet').env)
    environment[name] = value === undefined ? '192.0.2.7' : expand(value, environment)
  return readAgentSettings(readConfig(environment).agent, false)
}

/** What Kubernetes puts into the environment of each pod: https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables */
function serviceVariables({ manifests }: Install): Record<string, string> {
  const agent = manifests.find(({ kind }) => kind === 'DaemonSet')
  const service = manifests.find(
    ({ kind, metadata }) => kind === 'Service' && metadata.namespace === agent?.metadata.namespace,
  )
  if (!service) return {}
  const prefix = `${service.metadata.name.toUpperCase().replaceAll('-', '_')}_SERVICE`
  const { ports } = service.spec as { readonly ports: readonly { readonly name: string; readonly port: number }[] }
  const variables = ports.map(({ name, port }) => [`${prefix}_PORT_${name.toUpperCase()}`, String(port)])
  return Object.fromEntries([[`${prefix}_HOST`, '10.96.14.7'], ...variables])
}

/** `$(NAME)` of what stands before; what is not known stays: https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/ */
function expand(value: string, known: Readonly<Record<string, string>>): string {
  return value.replaceAll(/\$\((\w+)\)/g, (whole, name: string) => known[name] ?? whole)
}
