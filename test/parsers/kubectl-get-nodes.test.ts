import { expect, test } from 'vitest'
import kubectlGetNodes from '../../src/parsers/kubectl-get-nodes.ts'
import { factsIn, fieldsIn } from './facts-in.ts'

test('reads -o wide', () => {
  const text = `$ kubectl get nodes -o wide
NAME    STATUS                        ROLES                  AGE    VERSION            INTERNAL-IP   EXTERNAL-IP   OS-IMAGE                                   KERNEL-VERSION               CONTAINER-RUNTIME
node1   Ready                         control-plane,master   210d   v1.20.4-aliyun.1   10.0.0.11     <none>        Alibaba Cloud Linux (Aliyun Linux) 2.1903   4.19.91-26.1.al7.x86_64      docker://19.3.15
node4   NotReady,SchedulingDisabled   <none>                 8d     v1.20.4-aliyun.1   10.0.0.14     192.0.2.14    Debian GNU/Linux 12 (bookworm)             6.1.0-13-amd64               containerd://1.6.21   a=b`
  expect(fieldsIn(kubectlGetNodes, text)).toEqual([
    {
      name: 'node1',
      kubeletVersion: 'v1.20.4-aliyun.1',
      osImage: 'Alibaba Cloud Linux (Aliyun Linux) 2.1903',
      kernelRelease: '4.19.91-26.1.al7.x86_64',
      runtime: 'docker',
      runtimeVersion: '19.3.15',
    },
    { node: 'node1', condition: 'Ready', status: 'True', reason: '', message: '' },
    {
      name: 'node4',
      kubeletVersion: 'v1.20.4-aliyun.1',
      osImage: 'Debian GNU/Linux 12 (bookworm)',
      kernelRelease: '6.1.0-13-amd64',
      runtime: 'containerd',
      runtimeVersion: '1.6.21',
    },
    { node: 'node4', condition: 'Ready', status: 'False', reason: '', message: '' },
  ])
})

test.each([
  ['a list without roles', 'NAME   STATUS   AGE   VERSION\nnode4   NotReady   8d   v1.7.16'],
  ['a row alone', 'node4   NotReady   <none>   8d   v1.7.16'],
  ['a row of `get all`', 'node/node4   NotReady   <none>   8d   v1.7.16'],
])('reads %s', (_what, text) => {
  expect(fieldsIn(kubectlGetNodes, text)).toEqual([
    { name: 'node4', kubeletVersion: 'v1.7.16' },
    { node: 'node4', condition: 'Ready', status: 'False', reason: '', message: '' },
  ])
})

test('does not name a runtime that it does not know', () => {
  const text = 'node1   Ready   <none>   8d   v1.28.3   10.0.0.1   <none>   Talos (v1.5)   6.1.0   kata://3.0'
  expect(fieldsIn(kubectlGetNodes, text)[0]).toEqual({
    name: 'node1',
    kubeletVersion: 'v1.28.3',
    osImage: 'Talos (v1.5)',
    kernelRelease: '6.1.0',
  })
})

test.each([
  ['a status that is none', 'node4 constructor <none> 8d v1.20 Ready'],
  ['prose', 'node4 is NotReady since v1.20 came 8d ago'],
  ['a condition', '  Ready   True   Mon, 06 Nov 2023 10:00:00 +0800'],
  ['pods', 'NAME   READY   STATUS   RESTARTS   AGE\nweb-0   1/1   Running   0   8d'],
  ['a list that is cut off', 'NAME   STATUS   ROLES   AGE   VERSION\nnode4   NotReady   <none>'],
  ['versions that are none', 'db   Ready   <none>   8d   15.2'],
])('says nothing of %s', (_what, text) => {
  expect(factsIn(kubectlGetNodes, text)).toEqual([])
})
