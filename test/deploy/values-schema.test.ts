import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { CHART, readInstalls } from './installs.ts'

const SCHEMA = JSON.parse(readFileSync(join(CHART, 'values.schema.json'), 'utf8'))
const DEFAULTS = parse(readFileSync(join(CHART, 'values.yaml'), 'utf8'))
const validate = new Ajv({ strict: true, strictRequired: false, strictTypes: false }).compile(SCHEMA)

test('the values of the chart are good', () => {
  expect(problems({})).toEqual([])
})

test.each(readInstalls())('the values of $name are good', ({ values }) => {
  expect(problems(values)).toEqual([])
})

test('every value that the chart has is in the schema, and the other way round', () => {
  expect(keysOf(DEFAULTS)).toEqual(namesIn(SCHEMA).filter((key) => !key.startsWith('global')))
})

describe('refuses', () => {
  test.each([
    ['a name that is not there', { agnet: {} }],
    ['a right that is not there', { agent: { optIn: { hostPID: { enabled: true } } } }],
    ['a word for a number', { agent: { optIn: { dockerSocket: { group: 'docker' } } } }],
    ['what the chart sets itself', { app: { config: { database: '/elsewhere' } } }],
    ['two replicas', { app: { replicas: 2 } }],
    ['agents without TLS', { agent: { url: 'ws://10.96.14.7:8443' } }],
    ['a password in an address', { agent: { url: 'wss://u:p@10.96.14.7:8443' } }],
    ['a key where the authority belongs', { agent: { ca: '-----BEGIN PRIVATE KEY-----\n' } }],
    ['an account without a namespace', { app: { agents: { serviceAccounts: ['casebook-agent'] } } }],
    ['a digest that is none', { image: { digest: 'latest' } }],
    ['a path that the runtime would create', { agent: { hostPaths: { x: path('/srv/x', 'DirectoryOrCreate') } } }],
    ['a path without a type', { agent: { hostPaths: { x: { enabled: true, path: '/srv/x' } } } }],
    ['another procfs', { agent: { hostPaths: { proc: { path: '/srv/proc' } } } }],
    ['propagation', { agent: { hostPaths: { x: { ...path('/srv/x'), mountPropagation: 'HostToContainer' } } } }],
  ])('%s', (_, values) => {
    expect(problems(values)).not.toEqual([])
  })

  test.each([
    ...['/', '//', 'relative', '/srv/../etc', '/etc', '/var', '/var/lib', '/var/log', '/run', '/dev', '/home', '/root'],
    ...['/var/lib/kubelet', '/var/lib/kubelet/pods', '/var/lib/kubelet/plugins/x', '/var/lib/docker'],
    ...['/var/lib/docker/overlay2', '/var/lib/docker/containers', '/var/lib/containerd', '/run/containerd'],
    ...[
      '/run/containerd/io.containerd.runtime.v2.task/k8s.io',
      '/var/run/docker',
      '/var/lib/containers/storage/overlay',
    ],
    ...['/run/netns', '/run/user/1000', '/srv/a b', '/srv/a,b', '/srv/a=b', '/srv/$(X)'],
  ])('the path %s, below which other file systems are mounted or which is none', (bad) => {
    expect(problems({ agent: { hostPaths: { x: path(bad) } } })).not.toEqual([])
  })

  test.each(['/srv/x', '/etc/kubernetes/pki/apiserver.crt', '/var/lib/etcd/member', '/run/systemd/timesync'])(
    'but not %s',
    (good) => {
      expect(problems({ agent: { hostPaths: { x: path(good) } } })).toEqual([])
    },
  )
})

function path(at: string, type = 'Directory') {
  return { enabled: true, path: at, type }
}

/** What is wrong with the chart's own values and these over them. */
function problems(values: object): string[] {
  return validate(overlay(DEFAULTS, values))
    ? []
    : (validate.errors ?? []).map((it) => `${it.instancePath} ${it.message}`)
}

function overlay(below: unknown, above: unknown): unknown {
  if (!isMap(below) || !isMap(above)) return above
  const keys = [...new Set([...Object.keys(below), ...Object.keys(above)])]
  return Object.fromEntries(keys.map((key) => [key, key in above ? overlay(below[key], above[key]) : below[key]]))
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The keys of the values in dots, down to what is the user's own. */
function keysOf(values: Record<string, unknown>, above = ''): string[] {
  return Object.entries(values)
    .flatMap(([key, value]) => {
      const name = `${above}${key}`
      return isMap(value) && !OWN.includes(name) ? keysOf(value, `${name}.`) : [name]
    })
    .toSorted()
}

/** Maps of which the user, or Kubernetes, says what is in them. */
const OWN = [
  ...[
    'app.config',
    'app.resources',
    'app.nodeSelector',
    'app.affinity',
    'app.podAnnotations',
    'app.service.annotations',
  ],
  ...['agent.hostPaths', 'agent.resources', 'agent.nodeSelector', 'agent.podAnnotations', 'global'],
]

function namesIn({ properties = {} }: { properties?: Record<string, object> }, above = ''): string[] {
  return Object.entries(properties)
    .flatMap(([key, schema]) => {
      const name = `${above}${key}`
      return 'properties' in schema && !OWN.includes(name)
        ? namesIn(schema as { properties?: Record<string, object> }, `${name}.`)
        : [name]
    })
    .toSorted()
}
