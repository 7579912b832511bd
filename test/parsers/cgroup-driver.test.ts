import { expect, test } from 'vitest'
import cgroupDrivers from '../../src/facts/cgroup-drivers.ts'
import type { Fact } from '../../src/model/fact.ts'
import kubeletCgroupDriver from '../../src/parsers/kubelet-cgroup-driver.ts'
import systemdCgroup from '../../src/parsers/systemd-cgroup.ts'
import { fieldsIn } from './facts-in.ts'

test.each([
  ['its configuration', 'cgroupDriver: systemd', 'systemd'],
  ['grep with a file name', '/var/lib/kubelet/config.yaml:cgroupDriver: cgroupfs', 'cgroupfs'],
  ['configz', '    "cgroupDriver": "systemd",', 'systemd'],
  ['a flag', 'KUBELET_KUBEADM_ARGS="--cgroup-driver=systemd --network-plugin=cni"', 'systemd'],
])('reads the driver of kubelet from %s', (_, line, kubelet) => {
  expect(fieldsIn(kubeletCgroupDriver, `# x\n${line}`)).toEqual([{ kubelet }])
})

test('reads both from the sentence with which kubelet ends', () => {
  const line = `F1103 13:21:21.1   5511 server.go:262] failed to run Kubelet: failed to create kubelet: misconfiguration: kubelet cgroup driver: "cgroupfs" is different from docker cgroup driver: "systemd"`
  const row = { kubelet: 'cgroupfs', runtime: 'systemd', runtimeName: 'docker', differ: true }
  expect(fieldsIn(kubeletCgroupDriver, line)).toEqual([row])
  expect(fieldsIn(kubeletCgroupDriver, line.replaceAll('"', '\\"'))).toEqual([row])
})

test.each([
  '# cgroupDriver: systemd',
  'cgroupDriver: other',
  'minikube start --cgroup-driver=systemd',
  'see cgroupDriver: systemd in the docs',
])('reads nothing from `%s`', (line) => {
  expect(fieldsIn(kubeletCgroupDriver, line)).toEqual([])
})

test('reads the driver of containerd, where its runtimes agree', () => {
  expect(fieldsIn(systemdCgroup, '            SystemdCgroup = false')).toEqual([
    { runtime: 'cgroupfs', runtimeName: 'cri' },
  ])
  expect(fieldsIn(systemdCgroup, '            "SystemdCgroup": true\n  "x": 1\n    "SystemdCgroup": true,')).toEqual([
    { runtime: 'systemd', runtimeName: 'cri' },
  ])
  expect(fieldsIn(systemdCgroup, 'SystemdCgroup = true\nSystemdCgroup = false')).toEqual([])
})

test.each([
  '    systemd_cgroup = true',
  '  "systemdCgroup": false,',
  '#  SystemdCgroup = true',
  'set SystemdCgroup = true and restart',
])('reads nothing from `%s`', (line) => {
  expect(fieldsIn(systemdCgroup, line)).toEqual([])
})

test('joins one driver of each', () => {
  expect(joined([kubelet('systemd'), runtime('cgroupfs')])).toEqual([
    { kubelet: 'systemd', runtime: 'cgroupfs', runtimeName: 'cri', differ: true },
  ])
  expect(joined([kubelet('systemd'), row('docker-engine', { cgroupDriver: 'systemd' })])).toEqual([
    { kubelet: 'systemd', runtime: 'systemd', runtimeName: 'docker', differ: false },
  ])
})

test.each([
  [
    'two runtimes that differ',
    [kubelet('systemd'), runtime('systemd'), row('docker-engine', { cgroupDriver: 'cgroupfs' })],
  ],
  [
    'two runtimes that agree',
    [kubelet('systemd'), runtime('systemd'), row('docker-engine', { cgroupDriver: 'systemd' })],
  ],
  ['two kubelets', [kubelet('systemd'), kubelet('cgroupfs'), runtime('systemd')]],
  ['kubelet alone', [kubelet('systemd')]],
])('joins nothing for %s', (_, facts) => {
  expect(joined(facts)).toEqual([])
})

function joined(facts: readonly Fact[]) {
  return cgroupDrivers.derive?.(facts).map(({ fields }) => fields)
}

function kubelet(driver: string): Fact {
  return row('cgroup-drivers', { kubelet: driver })
}

function runtime(driver: string): Fact {
  return row('cgroup-drivers', { runtime: driver, runtimeName: 'cri' })
}

function row(kind: string, fields: Fact['fields']): Fact {
  return { kind, fields, origin: { from: 'paste', command: 'x', lines: [1] } }
}
