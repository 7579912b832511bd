import fc from 'fast-check'
import { expect, test } from 'vitest'
import kubeletHealthz from '../../src/parsers/kubelet-healthz.ts'
import kubeletMetrics from '../../src/parsers/kubelet-metrics.ts'
import { KubeletMetricLines } from '../../src/parsers/text/kubelet-metric-lines.ts'
import { fieldsIn } from './facts-in.ts'

test('reads relists, containers and operations', () => {
  expect(fieldsIn(kubeletMetrics, kubeletMetrics.sample)).toEqual([
    {
      relists: 98_252,
      slowRelists: 12,
      meanRelistSeconds: 0.0429,
      exitedContainers: 18_523,
      runningContainers: 61,
      runningPods: 34,
    },
    { operation: 'list_podsandbox', count: 98_301, errors: 412 },
  ])
})

test('reads the names of before Kubernetes 1.19', () => {
  const text = 'kubelet_running_container_count 40\nkubelet_running_pod_count 20'
  expect(fieldsIn(kubeletMetrics, text)).toEqual([{ runningContainers: 40, runningPods: 20 }])
})

test('says that an operation had no errors only where errors are shown', () => {
  const total = 'kubelet_runtime_operations_total{operation_type="version"} 5'
  const errors = 'kubelet_runtime_operations_errors_total{operation_type="create_container"} 3'
  expect(fieldsIn(kubeletMetrics, total)).toEqual([{ operation: 'version', count: 5 }])
  expect(fieldsIn(kubeletMetrics, errors)).toEqual([{ operation: 'create_container', errors: 3 }])
  expect(fieldsIn(kubeletMetrics, `${total}\n${errors}`)).toEqual([
    { operation: 'version', count: 5, errors: 0 },
    { operation: 'create_container', errors: 3 },
  ])
})

test('does not say how many were slow without the bucket of ten seconds', () => {
  const text = 'kubelet_pleg_relist_duration_seconds_bucket{le="5"} 7\nkubelet_pleg_relist_duration_seconds_count 9'
  expect(fieldsIn(kubeletMetrics, text)).toEqual([{ relists: 9 }])
})

test.each([
  ['an answer of Prometheus', 'kubelet_running_pods{instance="10.0.0.1:10250"} => 12 @[1700000000]'],
  ['a query', 'rate(kubelet_runtime_operations_errors_total[5m]) > 0.1'],
  ['prose', 'kubelet_pleg_relist_duration_seconds is high'],
])('reads nothing from %s', (_, text) => {
  expect(fieldsIn(kubeletMetrics, text)).toEqual([])
})

test('takes any line without throwing', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void new KubeletMetricLines().take(`kubelet_${text}`)))
})

test('reads the health of kubelet, and which check fails', () => {
  expect(fieldsIn(kubeletHealthz, kubeletHealthz.sample)).toEqual([{ healthy: false, failing: 'syncloop' }])
  expect(fieldsIn(kubeletHealthz, '[+]ping ok\n[+]log ok\n[+]syncloop ok\nhealthz check passed')).toEqual([
    { healthy: true },
  ])
})

test.each([
  ['the API server', '[+]ping ok\n[+]log ok\n[+]etcd ok\nhealthz check passed'],
  ['a verdict that is not of these checks', '[+]ping ok\n[-]syncloop failed: reason withheld\nhealthz check passed'],
  ['checks without a verdict', '[+]ping ok\n[+]syncloop ok'],
])('reads no health from %s', (_, text) => {
  expect(fieldsIn(kubeletHealthz, text)).toEqual([])
})
