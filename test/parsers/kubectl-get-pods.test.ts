import { expect, test } from 'vitest'
import kubectlGetPods from '../../src/parsers/kubectl-get-pods.ts'
import { factsIn, fieldsIn } from './facts-in.ts'

const NONE = { total: 0, evicted: 0, terminating: 0, containerCreating: 0, notRunning: 0 }

test('reads a list between prose and prompts, and sums it up', () => {
  const text = `many pods are gone:
[root@node1 ~]$ kubectl get pods
NAME                        READY     STATUS    RESTARTS   AGE
backend-78d96f979f-5ljx4    1/1       Running   0          8d
counter-8b884c4ff-2ng4j     0/2       Evicted   0          1d
counter-8b884c4ff-5hq5k     0/2       Evicted   0          23h
seed-job-x2x4q              0/1       Completed 0          23h
counter-8b884c4ff-lnqct     2/2       Terminating   3      4d21h
[root@node1 ~]$ df -i`
  const facts = factsIn(kubectlGetPods, text)
  expect(facts[0]).toEqual({
    kind: 'pods',
    fields: { total: 5, evicted: 2, terminating: 1, containerCreating: 0, notRunning: 3 },
    first: 3,
    last: 7,
  })
  expect(facts[5]).toMatchObject({ kind: 'pod', first: 7, last: 7 })
  expect(facts[5]?.fields).toMatchObject({
    name: 'counter-8b884c4ff-lnqct',
    status: 'Terminating',
    readyContainers: 2,
    containers: 2,
    restarts: 3,
    ageSeconds: 421_200,
    podNamespace: undefined,
    node: undefined,
  })
})

test('reads -A -o wide of kubectl since 1.22, with when the last restart was', () => {
  const text = `NAMESPACE     NAME         READY   STATUS             RESTARTS         AGE    IP           NODE    NOMINATED NODE   READINESS GATES
kube-system   coredns-7x   1/1     Running            5 (3m11s ago)    210d   10.0.1.20    node1   <none>           <none>
shop          web-2ng4j    0/2     Evicted            0                20h    <none>       node4   <none>           <none>
shop          web-5hq5k    0/1     CrashLoopBackOff   12 (2m ago)      51m    10.0.1.21    node4   <none>           1/1`
  expect(fieldsIn(kubectlGetPods, text)).toEqual([
    { ...NONE, total: 3, evicted: 1, notRunning: 2 },
    {
      name: 'coredns-7x',
      podNamespace: 'kube-system',
      status: 'Running',
      readyContainers: 1,
      containers: 1,
      restarts: 5,
      ageSeconds: 210 * 86_400,
      node: 'node1',
    },
    {
      name: 'web-2ng4j',
      podNamespace: 'shop',
      status: 'Evicted',
      readyContainers: 0,
      containers: 2,
      restarts: 0,
      ageSeconds: 72_000,
      node: 'node4',
    },
    {
      name: 'web-5hq5k',
      podNamespace: 'shop',
      status: 'CrashLoopBackOff',
      readyContainers: 0,
      containers: 1,
      restarts: 12,
      ageSeconds: 3_060,
      node: 'node4',
    },
  ])
})

test.each([
  ['the list of old kubectl -o wide', 'NAME READY STATUS RESTARTS AGE NODE\nweb-0 1/1 Running 0 8d node1', 'node1'],
  ['grep, wide', 'shop   web-0   0/1   Evicted   0   3d   <none>   node4   <none>   <none>', 'node4'],
  ['grep, with an address', 'web-0   1/1   Running   0   3d   10.0.0.9   node2', 'node2'],
  ['grep, with labels', 'web-0   1/1   Running   0   3d   <none>   front', undefined],
  ['labels', 'NAME READY STATUS RESTARTS AGE LABELS\nweb-0 1/1 Running 0 3d app=web,tier=front', undefined],
])('reads the node of %s', (_what, text, node) => {
  const [, pod] = factsIn(kubectlGetPods, text)
  expect(pod?.fields).toMatchObject({ name: 'web-0', node })
})

test('reads rows with a blank line between all lines', () => {
  const text =
    'NAME   READY   STATUS   RESTARTS   AGE\n\nweb-0   0/1   Init:0/2   0   5s\n\nweb-1   0/1   ContainerCreating   0   5s'
  expect(fieldsIn(kubectlGetPods, text)[0]).toEqual({ ...NONE, total: 2, containerCreating: 1, notRunning: 2 })
})

test('counts a pod that is listed again (-w) once, in its last state', () => {
  const text = 'web-0   1/1   Running   0   8d\nweb-0   1/1   Terminating   0   8d'
  expect(fieldsIn(kubectlGetPods, text)[0]).toEqual({ ...NONE, total: 1, terminating: 1, notRunning: 1 })
})

test('counts all pods of a list that is too long to give each', () => {
  const rows = Array.from({ length: 3_000 }, (_, i) => `web-${i}   0/1   Evicted   0   1d`)
  const facts = factsIn(kubectlGetPods, rows.join('\n'))
  expect(facts).toHaveLength(2_001)
  expect(facts[0]?.fields).toMatchObject({ total: 3_000, evicted: 3_000 })
})

test.each([
  ['an age that is not known', 'web-0   0/1   Pending   0   <unknown>'],
  ['an age before now', 'web-0   0/1   Pending   0   <invalid>'],
])('leaves out %s', (_what, text) => {
  expect(factsIn(kubectlGetPods, text)[1]?.fields).toMatchObject({ status: 'Pending', ageSeconds: undefined })
})

test.each([
  ['deployments', 'NAME   READY   UP-TO-DATE   AVAILABLE   AGE\nweb   1/1   1   1   8d   Running'],
  ['a header alone', 'NAME   READY   STATUS   RESTARTS   AGE'],
  ['prose', 'the pod web-0 0/1 is Evicted again and Running later'],
  ['a summary', 'Pod summary: 8 Running, 3 Pending, 5 Terminating.'],
  ['a row that is cut off', 'web-0   0/1   Evicted   0'],
  ['jobs', 'seed-job   0/1   Running   45m   45m   x'],
  ['a log line', 'I0602 05:48:49 1/1 Running 0 error'],
])('says nothing of %s', (_what, text) => {
  expect(factsIn(kubectlGetPods, text)).toEqual([])
})
