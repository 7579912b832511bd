import { expect, test } from 'vitest'
import kubectlEvents from '../../src/parsers/kubectl-events.ts'
import { factsIn, fieldsIn } from './facts-in.ts'

const UNHEALTHY = { eventType: 'Warning', reason: 'Unhealthy', message: 'Readiness probe failed: command timed out' }

test('reads the events of a description', () => {
  const text = `Events:
  Type     Reason                 Age               From            Message
  ----     ------                 ----              ----            -------
  Warning  EvictionThresholdMet   20h (x9 over 1d)  kubelet, node4  Attempting to reclaim nodefsInodes
  Normal   NodeHasNoDiskPressure  3m                kubelet         Node node4 status is now: NodeHasNoDiskPressure
  Warning  FailedScheduling       <unknown>         default-scheduler  0/4 nodes are available: 2 Insufficient cpu.
$ df -i`
  expect(factsIn(kubectlEvents, text)[0]).toMatchObject({ kind: 'event', first: 3, last: 3 })
  expect(fieldsIn(kubectlEvents, text)).toEqual([
    {
      eventType: 'Warning',
      reason: 'EvictionThresholdMet',
      message: 'Attempting to reclaim nodefsInodes',
      count: 9,
      lastSeenSeconds: 72_000,
      overSeconds: 86_400,
      source: 'kubelet',
      node: 'node4',
    },
    {
      eventType: 'Normal',
      reason: 'NodeHasNoDiskPressure',
      message: 'Node node4 status is now: NodeHasNoDiskPressure',
      count: 1,
      lastSeenSeconds: 180,
      source: 'kubelet',
      node: 'node4',
    },
    {
      eventType: 'Warning',
      reason: 'FailedScheduling',
      message: '0/4 nodes are available: 2 Insufficient cpu.',
      count: 1,
      source: 'default-scheduler',
    },
  ])
})

test('reads an event pasted alone', () => {
  const text = 'Warning  Unhealthy  5m2s (x88 over 3h10m)  kubelet  Readiness probe failed: command timed out'
  expect(fieldsIn(kubectlEvents, text)).toEqual([
    { ...UNHEALTHY, count: 88, lastSeenSeconds: 302, overSeconds: 11_400, source: 'kubelet' },
  ])
})

test.each([
  ['get events', '4m   Warning   Unhealthy   pod/web-0   Readiness probe failed: command timed out', {}],
  ['get events -A', 'shop   4m   Warning   Unhealthy   pod/web-0   Readiness probe failed: command timed out', {}],
  [
    'kubectl events',
    '4m (x9 over 1h)   Warning   Unhealthy   Pod/web-0   Readiness probe failed: command timed out',
    { count: 9, overSeconds: 3_600, object: 'Pod/web-0' },
  ],
  [
    'kubectl 1.12, which names the kind only',
    '4m   Warning   Unhealthy   Pod   Readiness probe failed: command timed out',
    { object: 'Pod' },
  ],
  [
    'get events -o wide',
    '4m   Warning   Unhealthy   pod/web-0   spec.containers{web}   kubelet, node4   Readiness probe failed: command timed out   1h   12   web-0.17a1b2c3d4e5f607',
    { count: 12, overSeconds: 3_600, source: 'kubelet', node: 'node4' },
  ],
  [
    'get events -o wide without a part of the pod',
    '4m   Warning   Unhealthy   pod/web-0      kubelet, node4   Readiness probe failed: command timed out   1h   12   web-0.17a1b2c3d4e5f607',
    { count: 12, overSeconds: 3_600, source: 'kubelet', node: 'node4' },
  ],
  [
    'get events before 1.14',
    '4m   1h   12   web-0.14a1b2c3d4e5f607   Pod   spec.containers{web}   Warning   Unhealthy   kubelet, node4   Readiness probe failed: command timed out',
    { count: 12, overSeconds: 3_600, source: 'kubelet', node: 'node4' },
  ],
])('reads a line of %s', (_what, line, said) => {
  expect(fieldsIn(kubectlEvents, line)).toEqual([
    { ...UNHEALTHY, count: 1, lastSeenSeconds: 240, object: 'pod/web-0', ...said },
  ])
})

test.each([
  ['kubelet, node4   spec.containers{web}', { source: 'kubelet', node: 'node4' }],
  ['kubelet, node4   ', { source: 'kubelet', node: 'node4' }],
  ['{kubelet node4}   spec.containers{web}', { source: 'kubelet', node: 'node4' }],
  ['some-controller   ', { source: 'some-controller' }],
])('reads a description of Kubernetes before 1.8 from %s', (from, said) => {
  const line = `  1h  4m  12  ${from}  Warning  Unhealthy  Readiness probe failed: command timed out`
  expect(fieldsIn(kubectlEvents, line)).toEqual([
    { ...UNHEALTHY, count: 12, lastSeenSeconds: 240, overSeconds: 3_600, ...said },
  ])
})

test('takes the node from the object', () => {
  const line = '44m   Warning   OOMKilling   node/node4   Memory cgroup out of memory'
  expect(fieldsIn(kubectlEvents, line)).toMatchObject([{ node: 'node4', object: 'node/node4' }])
})

test('leaves the start of a message in it when no component stands there', () => {
  const line = '  Warning  Failed  4m  back-off pulling image'
  expect(fieldsIn(kubectlEvents, line)).toEqual([
    { eventType: 'Warning', reason: 'Failed', message: 'back-off pulling image', count: 1, lastSeenSeconds: 240 },
  ])
})

test.each([
  ['the header', '  Type     Reason   Age   From   Message\n  Normal\n  Warning'],
  ['a warning of a program', 'Warning: resource pods/web-0 is missing 5m'],
  ['a warning of a compiler', 'Warning Deprecated 5 use'],
  ['prose', 'In 4m a Warning comes, Normal as that is'],
  ['an event without an age', '  Warning  Unhealthy  kubelet  Readiness probe failed'],
  ['a log line', 'level=warning msg="4m Warning Unhealthy pod/web-0 x"'],
  ['a quota', '4m   Warning   exceeded   5   10'],
])('says nothing of %s', (_what, text) => {
  expect(factsIn(kubectlEvents, text)).toEqual([])
})
