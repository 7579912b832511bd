import { describe, expect, test } from 'vitest'
import { only, onlyContainer, type PodSpec, podSpec, readInstall, readInstalls } from './installs.ts'
import { CONTROLS, violations } from './pod-security.ts'

const GOOD_POD: PodSpec = {
  serviceAccountName: 'x',
  automountServiceAccountToken: false,
  securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  containers: [
    {
      env: [],
      volumeMounts: [],
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    },
  ],
  volumes: [{ name: 'x', emptyDir: {} }],
}

describe('each control', () => {
  test('lets a good pod pass', () => {
    expect(violations(GOOD_POD)).toEqual([])
  })

  const [container] = GOOD_POD.containers
  const pod = (securityContext: object): PodSpec => ({
    ...GOOD_POD,
    securityContext: { ...GOOD_POD.securityContext, ...securityContext },
  })
  const inside = (securityContext: object): PodSpec => ({
    ...GOOD_POD,
    containers: [{ env: [], volumeMounts: [], securityContext: { ...container?.securityContext, ...securityContext } }],
  })
  const hostPort = { name: 'x', containerPort: 1, hostPort: 1 }
  const bad: [string, string, PodSpec][] = [
    ['baseline', 'Host Namespaces', { ...GOOD_POD, hostPID: true }],
    ['baseline', 'Privileged Containers', inside({ privileged: true })],
    ['baseline', 'Capabilities', inside({ capabilities: { drop: ['ALL'], add: ['SYS_PTRACE'] } })],
    ['baseline', 'HostPath Volumes', { ...GOOD_POD, volumes: [{ name: 'x', hostPath: { path: '/x', type: 'File' } }] }],
    ['baseline', 'Host Ports', { ...GOOD_POD, containers: [{ ...onlyContainer(GOOD_POD), ports: [hostPort] }] }],
    ['baseline', 'AppArmor', inside({ appArmorProfile: { type: 'Unconfined' } })],
    ['baseline', 'SELinux', pod({ seLinuxOptions: { type: 'spc_t' } })],
    ['baseline', '/proc Mount Type', inside({ procMount: 'Unmasked' })],
    ['baseline', 'Seccomp', pod({ seccompProfile: { type: 'Unconfined' } })],
    ['baseline', 'Sysctls', pod({ sysctls: [{ name: 'kernel.msgmax', value: '1' }] })],
    ['restricted', 'Volume Types', { ...GOOD_POD, volumes: [{ name: 'x', nfs: {} }] }],
    ['restricted', 'Privilege Escalation', inside({ allowPrivilegeEscalation: true })],
    ['restricted', 'Running as Non-root', pod({ runAsNonRoot: undefined })],
    ['restricted', 'Running as Non-root user', inside({ runAsUser: 0 })],
    ['restricted', 'Seccomp', pod({ seccompProfile: undefined })],
    ['restricted', 'Capabilities', inside({ capabilities: { drop: ['NET_RAW'] } })],
  ]

  test.each(bad)('%s %s finds a pod that breaks it', (level, name, broken) => {
    const control = CONTROLS.find((it) => it.level === level && it.name === name)
    expect(control?.violations(broken)).toHaveLength(1)
  })

  test('is tried above', () => {
    expect(bad.map(([level, name]) => `${level} ${name}`)).toEqual(
      CONTROLS.map(({ level, name }) => `${level} ${name}`),
    )
  })
})

const WITH_APP = readInstalls().filter(({ manifests }) => manifests.some(({ kind }) => kind === 'Deployment'))

test.each(WITH_APP)('the app of $name is restricted', (install) => {
  expect(violations(podSpec(only(install, 'Deployment')))).toEqual([])
})

const DEFAULT_PATHS = ['/var/lib/kubelet/device-plugins', '/etc/os-release', '/var/log/pods', '/proc', '/sys', '/tmp']

test('the agent is restricted but for the host paths', () => {
  expect(violationsOfAgent('defaults')).toEqual(hostPaths(DEFAULT_PATHS))
})

test.each([
  ['docker-socket', hostPaths(['/run/docker.sock'])],
  ['cri-socket', hostPaths(['/run/containerd/containerd.sock'])],
  ['kubelet', []],
  ['host-network', ['Host Namespaces: hostNetwork']],
  [
    'open-files',
    [
      'Capabilities: SYS_PTRACE',
      'Capabilities: SYS_PTRACE',
      'Running as Non-root user: runAsUser: 0',
      'Running as Non-root: runAsNonRoot',
    ],
  ],
  [
    'kernel-log',
    [
      ...hostPaths(['/dev/kmsg']),
      'Capabilities: does not drop ALL',
      'Privilege Escalation: allowPrivilegeEscalation',
      'Privileged Containers: privileged',
      'Running as Non-root user: runAsUser: 0',
      'Running as Non-root: runAsNonRoot',
    ],
  ],
])('the opt-in %s breaks only what its price says', (name, broken) => {
  const before = violationsOfAgent('defaults')
  const after = violationsOfAgent(`only-${name}`).toSorted()
  expect(after).toEqual([...before, ...broken].toSorted())
})

test('beyond the standard: who runs, with what group, and on which root', () => {
  const { securityContext, ...agent } = podSpec(only(readInstall('defaults.yaml'), 'DaemonSet'))
  expect(securityContext).toMatchObject({ runAsUser: 65534, runAsGroup: 65534 })
  expect(securityContext).not.toHaveProperty('supplementalGroups')
  expect(onlyContainer({ securityContext, ...agent }).securityContext.readOnlyRootFilesystem).toBe(true)
  const app = podSpec(only(readInstall('defaults.yaml'), 'Deployment'))
  expect(app.securityContext).toMatchObject({ runAsUser: 10001, runAsGroup: 10001, fsGroup: 10001 })
  expect(onlyContainer(app).securityContext.readOnlyRootFilesystem).toBe(true)
})

test('the groups of the sockets are those of the user', () => {
  const groups = (file: string) => podSpec(only(readInstall(file), 'DaemonSet')).securityContext.supplementalGroups
  expect(groups('everything.yaml')).toEqual([999, 0])
  expect(groups('only-cri-socket.yaml')).toEqual([0])
})

function violationsOfAgent(name: string): string[] {
  return violations(podSpec(only(readInstall(`${name}.yaml`), 'DaemonSet')))
}

/** Two controls refuse them. */
function hostPaths(paths: readonly string[]): string[] {
  return [...paths.map((path) => `HostPath Volumes: ${path}`), ...paths.map(() => 'Volume Types: hostPath')]
}
