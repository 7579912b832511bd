import { expect, test } from 'vitest'
import kubectlDescribeNode from '../../src/parsers/kubectl-describe-node.ts'
import { factsIn, fieldsIn } from './facts-in.ts'

const HEADER =
  '  Type             Status  LastHeartbeatTime                 LastTransitionTime                Reason              Message'
const PRESSURE =
  '  DiskPressure     True    Mon, 06 Nov 2023 10:00:00 +0800   Mon, 06 Nov 2023 09:12:00 +0800   KubeletHasDiskPressure   kubelet has disk pressure'
const NOT_READY =
  '  Ready            Unknown   Mon, 06 Nov 2023 10:00:00 +0800   Mon, 06 Nov 2023 09:12:00 +0800   NodeStatusUnknown   Kubelet stopped posting node status.'

test('reads the conditions and the system of a described node', () => {
  const text = `$ kubectl describe node node4
Name:               node4
Roles:              worker
Labels:             kubernetes.io/hostname=node4
                    zone=a
Taints:             node.kubernetes.io/disk-pressure:NoSchedule
Unschedulable:      false
Conditions:
${HEADER}
  ----             ------  -----------------                 ------------------                ------              -------
${PRESSURE}
  KernelDeadlock   False   <unknown>                         <unknown>                         KernelHasNoDeadlock kernel has no deadlock
  Ready            False   Mon, 06 Nov 2023 10:00:00 +0800   Mon, 06 Nov 2023 09:10:00 +0800   KubeletNotReady     [container runtime is down, PLEG is not healthy: pleg was last seen active 3m5.3s ago; threshold is 3m0s]
Addresses:
  InternalIP:  10.0.0.14
System Info:
  Kernel Version:             4.19.0-25-amd64
  OS Image:                   Debian GNU/Linux 10 (buster)
  Container Runtime Version:  docker://18.9.9
  Kubelet Version:            v1.13.12
  Kube-Proxy Version:         v1.13.12
Non-terminated Pods:          (1 in total)
  Namespace   Name    CPU Requests
  shop        web-0   0 (0%)
Events:
  Type     Reason                Age   From            Message
Kernel Version:  9.9.9`
  expect(fieldsIn(kubectlDescribeNode, text)).toEqual([
    {
      name: 'node4',
      kubeletVersion: 'v1.13.12',
      kernelRelease: '4.19.0-25-amd64',
      osImage: 'Debian GNU/Linux 10 (buster)',
      runtime: 'docker',
      runtimeVersion: '18.9.9',
    },
    {
      node: 'node4',
      condition: 'DiskPressure',
      status: 'True',
      reason: 'KubeletHasDiskPressure',
      message: 'kubelet has disk pressure',
    },
    {
      node: 'node4',
      condition: 'KernelDeadlock',
      status: 'False',
      reason: 'KernelHasNoDeadlock',
      message: 'kernel has no deadlock',
    },
    {
      node: 'node4',
      condition: 'Ready',
      status: 'False',
      reason: 'KubeletNotReady',
      message:
        '[container runtime is down, PLEG is not healthy: pleg was last seen active 3m5.3s ago; threshold is 3m0s]',
    },
  ])
  expect(factsIn(kubectlDescribeNode, text).map(({ first, last }) => [first, last])).toEqual([
    [16, 19],
    [10, 10],
    [11, 11],
    [12, 12],
  ])
})

test('keeps two nodes apart', () => {
  const node = (name: string) => `Name:   ${name}\nRoles:  <none>\nConditions:\n${HEADER}\n${PRESSURE}`
  expect(fieldsIn(kubectlDescribeNode, `${node('node1')}\n${node('node2')}`)).toMatchObject([
    { name: 'node1' },
    { node: 'node1', condition: 'DiskPressure' },
    { name: 'node2' },
    { node: 'node2', condition: 'DiskPressure' },
  ])
})

test.each([
  ['a table of conditions alone', `Conditions:\n${HEADER}\n  ----   ------\n${NOT_READY}`, 3],
  ['a table with blank lines between', `${HEADER}\n\n${NOT_READY}`, 2],
  ['a condition alone', NOT_READY, 0],
])('reads %s, of a node without a name', (_what, text, line) => {
  const facts = factsIn(kubectlDescribeNode, text)
  expect(facts).toMatchObject([{ kind: 'node-condition', first: line, last: line }])
  expect(facts[0]?.fields).toEqual({
    node: undefined,
    condition: 'Ready',
    status: 'Unknown',
    reason: 'NodeStatusUnknown',
    message: 'Kubelet stopped posting node status.',
  })
})

test.each([
  ['the conditions of a pod', 'Conditions:\n  Type              Status\n  Ready             True\n  KubeletReady'],
  ['a volume that is resized', PRESSURE.replace('DiskPressure  ', 'Resizing')],
  ['a role binding', 'Name:   admin\nLabels:   <none>\nRole:\n  Kind:  ClusterRole'],
  [
    'a condition that is cut off',
    '  DiskPressure     True    Mon, 06 Nov 2023 10:00:00 +0800   KubeletHasDiskPressure',
  ],
  ['an event', '  Normal  NodeHasDiskPressure  3d  kubelet, node4  Node node4 status is now: KubeletHasDiskPressure'],
  ['prose', 'the Ready condition is KubeletNotReady'],
])('says nothing of %s', (_what, text) => {
  expect(factsIn(kubectlDescribeNode, text)).toEqual([])
})
