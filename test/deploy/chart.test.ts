import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  CHART,
  type Manifest,
  podSpec,
  readInstall,
  readInstalls,
  sumOfInputs,
  workload,
  workloads,
} from './installs.ts'

const INSTALLS = readInstalls()
const GOOD = INSTALLS.filter(({ refused }) => refused === undefined)

test('the rendered files are of this chart and these cases', () => {
  const { now, rendered } = sumOfInputs()
  expect(rendered, 'the chart changed: render it again (docs/deploy.md, "Changing the chart")').toBe(now)
})

test('every template is rendered by some case', () => {
  const templates = readdirSync(join(CHART, 'templates')).filter((name) => !name.startsWith('_'))
  const text = GOOD.map((install) => install.text).join('')
  expect(templates.length).toBeGreaterThan(8)
  expect(templates.filter((name) => !text.includes(`# Source: casebook/templates/${name}\n`))).toEqual([])
})

test.each([
  ['refused-no-image', 'image.repository is empty: where is the image that deploy/Dockerfile makes?'],
  ['refused-no-tokens', 'app.slackSecret is empty: which Secret holds the tokens of Slack?'],
  ['refused-no-certificate', 'app.agents.tlsSecret is empty: which Secret holds the certificate that agents verify?'],
  ['refused-no-authority', "agent.ca is empty, and so is agent.caConfigMap: who signed the app's certificate?"],
  ['refused-no-app', 'agent.url is empty and this release has no app: where is it? wss://ADDRESS:8443'],
  [
    'refused-nobody-may-connect',
    'app.agents lets nobody connect: set agent.enabled, app.agents.serviceAccounts or app.agents.enrolment, or app.agents.enabled to false',
  ],
])('%s is refused with what to do', (name, sentence) => {
  expect(readInstall(`${name}.yaml`).refused).toBe(sentence)
})

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
const LABEL_NAME = /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/
const SUBDOMAIN = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/
const LABEL_VALUE = /^([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?$/

/** Kubernetes puts it into every namespace: https://kubernetes.io/docs/concepts/configuration/configmap/ */
const OF_THE_CLUSTER = 'kube-root-ca.crt'

describe.each(GOOD)('$name', (install) => {
  const { manifests, release } = install

  test('each object has what every object needs, and no two are the same', () => {
    expect(manifests.length).toBeGreaterThan(2)
    for (const { apiVersion, kind } of manifests) expect([apiVersion, kind].join()).toMatch(/^[a-z0-9./]+,[A-Za-z]+$/)
    const ids = manifests.map(({ kind, metadata }) => `${kind} ${metadata.namespace} ${metadata.name}`)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('names are short enough, and namespaces are written down', () => {
    const cluster = manifests.filter(isOfCluster)
    const rest = manifests.filter((it) => !isOfCluster(it))
    expect(cluster.filter(({ metadata }) => !SUBDOMAIN.test(metadata.name))).toEqual([])
    expect(rest.filter(({ metadata }) => !LABEL_NAME.test(metadata.name))).toEqual([])
    expect(rest.filter(({ metadata }) => metadata.namespace === undefined)).toEqual([])
    expect(cluster.filter(({ metadata }) => metadata.namespace !== undefined)).toEqual([])
  })

  test('labels are the same everywhere, and their values can be labels', () => {
    for (const { metadata } of manifests) {
      expect(metadata.labels).toMatchObject({
        'app.kubernetes.io/name': 'casebook',
        'app.kubernetes.io/instance': release.name,
        'app.kubernetes.io/managed-by': 'Helm',
      })
      expect(Object.values(metadata.labels).filter((value) => !LABEL_VALUE.test(value))).toEqual([])
    }
  })

  test('a workload selects its own pods, and not those of the other', () => {
    for (const manifest of workloads(install)) {
      const { selector, template } = workload(manifest)
      const component = manifest.kind === 'DaemonSet' ? 'agent' : 'app'
      expect(template.metadata.labels).toMatchObject(selector.matchLabels)
      expect(selector.matchLabels['app.kubernetes.io/component']).toBe(component)
    }
  })

  test('every ServiceAccount, ConfigMap and claim that a pod names is there, or is named by the user', () => {
    const said = JSON.stringify(install.values)
    const has = (kind: string, name: string) =>
      manifests.some((it) => it.kind === kind && it.metadata.name === name) ||
      said.includes(`"${name}"`) ||
      name === OF_THE_CLUSTER
    for (const spec of workloads(install).map(podSpec)) {
      expect(has('ServiceAccount', spec.serviceAccountName)).toBe(true)
      for (const { name, kind } of namedVolumes(spec.volumes)) expect([name, has(kind, name)]).toEqual([name, true])
    }
  })

  test('every mount has its volume, and every volume its mount', () => {
    for (const { containers, volumes } of workloads(install).map(podSpec)) {
      const mounted = containers.flatMap(({ volumeMounts }) => volumeMounts.map(({ name }) => name))
      expect(mounted.toSorted()).toEqual(volumes.map(({ name }) => name).toSorted())
    }
  })

  test('no secret is written anywhere: pods refer to Secrets, and the chart makes none', () => {
    expect(manifests.filter(({ kind }) => kind === 'Secret')).toEqual([])
    expect(install.text).not.toMatch(/xox[abp]-|xapp-|PRIVATE KEY|password/i)
    const variables = workloads(install).flatMap((it) => podSpec(it).containers.flatMap(({ env }) => env))
    for (const { name, value, valueFrom } of variables.filter((it) => it.name.startsWith('SLACK_'))) {
      expect([name, value]).toEqual([name, undefined])
      expect(valueFrom).toHaveProperty('secretKeyRef.name', 'casebook-slack')
    }
  })
})

test('the rights of the app are four verbs, each with its reason beside it', () => {
  const { manifests, text } = readInstall('app-http.yaml')
  const rules = manifests.filter(({ kind }) => kind.endsWith('Role')).flatMap((it) => it.rules as Rule[])
  const granted = rules.flatMap(({ resources, verbs }) => verbs.map((verb) => `${verb} ${resources.join('+')}`))
  expect(granted).toEqual(['create tokenreviews', 'get nodes', 'get pods', 'get pods'])
  expect(text.match(/^ {2}# .+\n {2}- apiGroups:/gm)).toHaveLength(rules.length)
})

test('pods are read in the namespaces of agents only', () => {
  const { manifests } = readInstall('app-http.yaml')
  const roles = manifests.filter(({ kind }) => kind === 'Role')
  expect(roles.map(({ metadata }) => metadata.namespace)).toEqual(['casebook-agents', 'casebook-gpu'])
})

test('the agent has no right by default, and never nodes/proxy', () => {
  expect(kindsOf('agents-elsewhere.yaml')).not.toContain('ClusterRole')
  const kubelet = readInstall('only-kubelet.yaml').manifests.filter(({ kind }) => kind === 'ClusterRole')
  expect(kubelet.flatMap((it) => it.rules)).toEqual([
    { apiGroups: [''], resources: ['nodes/metrics', 'nodes/healthz'], verbs: ['get'] },
  ])
})

test('without agents the app has neither rights nor a token', () => {
  expect(kindsOf('app-without-agents.yaml')).not.toContain('ClusterRole')
  const [app] = workloads(readInstall('app-without-agents.yaml'))
  expect(app && podSpec(app).automountServiceAccountToken).toBe(false)
})

test('versions: the chart is of the package', () => {
  const { version } = JSON.parse(readFileSync(join(CHART, '../../../package.json'), 'utf8'))
  expect(readFileSync(join(CHART, 'Chart.yaml'), 'utf8')).toContain(`\nappVersion: ${version}\n`)
})

interface Rule {
  readonly resources: readonly string[]
  readonly verbs: readonly string[]
}

function kindsOf(file: string): string[] {
  return readInstall(file).manifests.map(({ kind }) => kind)
}

function isOfCluster({ kind }: Manifest): boolean {
  return kind.startsWith('Cluster')
}

function namedVolumes(volumes: readonly { readonly [key: string]: unknown }[]): { kind: string; name: string }[] {
  return volumes.flatMap(({ configMap, secret, persistentVolumeClaim }) => [
    ...named('ConfigMap', configMap, 'name'),
    ...named('Secret', secret, 'secretName'),
    ...named('PersistentVolumeClaim', persistentVolumeClaim, 'claimName'),
  ])
}

function named(kind: string, source: unknown, key: string): { kind: string; name: string }[] {
  return source ? [{ kind, name: String((source as Record<string, unknown>)[key]) }] : []
}
