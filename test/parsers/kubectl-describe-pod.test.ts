import { expect, test } from 'vitest'
import kubectlDescribePod from '../../src/parsers/kubectl-describe-pod.ts'
import { factsIn, fieldsIn } from './facts-in.ts'

const describePod = (status: string) => `Name:                 web-0
Namespace:            shop
Priority:             0
Node:                 node4/10.0.0.14
Start Time:           Mon, 06 Nov 2023 10:00:00 +0800
Labels:               app=web
                      pod-template-hash=8b884c4ff
Annotations:          <none>
${status}
IP:                   10.0.1.7
Containers:
  web:
    State:          Waiting
      Reason:       CrashLoopBackOff
Conditions:
  Type              Status
  Ready             False`

test.each([
  ['Status:               Running', 'Running'],
  ['Status:               Terminating (lasts 37m)', 'Terminating'],
  ['Status:               Failed\nReason:               Evicted\nMessage:              The node was low', 'Evicted'],
  ['Status:               Failed', 'Failed'],
])('reads a pod with %j', (text, status) => {
  expect(fieldsIn(kubectlDescribePod, describePod(text))).toEqual([
    { name: 'web-0', podNamespace: 'shop', status, node: 'node4' },
  ])
})

test('rests on the head of the description', () => {
  expect(factsIn(kubectlDescribePod, `look:\n${describePod('Status: Pending')}`)).toMatchObject([{ first: 1, last: 9 }])
})

test('leaves out the node of a pod that has none yet', () => {
  const text = describePod('Status: Pending').replace('node4/10.0.0.14', '<none>')
  expect(fieldsIn(kubectlDescribePod, text)).toEqual([{ name: 'web-0', podNamespace: 'shop', status: 'Pending' }])
})

test.each([
  [
    'a deployment',
    'Name:   web\nNamespace:   shop\nCreationTimestamp:  Mon, 06 Nov 2023 10:00:00 +0800\nReplicas:  1 desired',
  ],
  ['a volume claim', 'Name:   data\nNamespace:   shop\nStatus:   Bound\nVolume:   pv1'],
  ['a pod that is cut off', 'Name:   web-0\nNamespace:   shop\nNode:   node4/10.0.0.14'],
  ['a manifest', 'metadata:\n  Name: web\n  Namespace: shop\nNode: x\nStatus: Running'],
  [
    'a head that ends in a prompt',
    'Name:   web\nNamespace:   shop\n$ kubectl get x\nNode: node1/10.0.0.1\nStatus: Running',
  ],
])('says nothing of %s', (_what, text) => {
  expect(factsIn(kubectlDescribePod, text)).toEqual([])
})
