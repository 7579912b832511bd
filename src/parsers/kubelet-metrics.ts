import kubeletMetrics from '../facts/kubelet-metrics.ts'
import runtimeOperation from '../facts/runtime-operation.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { KubeletMetricLines } from './text/kubelet-metric-lines.ts'

/**
 * The metrics of kubelet in the text format of Prometheus, whole or through `grep`:
 * `kubectl get --raw /api/v1/nodes/<node>/proxy/metrics`, or `curl` at the node.
 *
 * Understood from Kubernetes 1.18 on. How many relists were slow is said only where the bucket of 10 seconds and the
 * count are both there. That an operation had no errors is said only where lines of errors are shown.
 *
 * Refused: the same metrics as Prometheus answers a query (with `instance=` and a time in brackets).
 */
const kubeletMetricsParser: Parser = {
  command: 'kubectl get --raw /api/v1/nodes/<node>/proxy/metrics',
  cues: ['kubelet_pleg_relist_duration_seconds', 'kubelet_running_', 'kubelet_runtime_operations_'],
  sample: `kubelet_pleg_relist_duration_seconds_bucket{le="5"} 98211
kubelet_pleg_relist_duration_seconds_bucket{le="10"} 98240
kubelet_pleg_relist_duration_seconds_bucket{le="+Inf"} 98252
kubelet_pleg_relist_duration_seconds_sum 4211.52
kubelet_pleg_relist_duration_seconds_count 98252
kubelet_running_containers{container_state="exited"} 18523
kubelet_running_containers{container_state="running"} 61
kubelet_running_pods 34
kubelet_runtime_operations_total{operation_type="list_podsandbox"} 98301
kubelet_runtime_operations_errors_total{operation_type="list_podsandbox"} 412`,
  read(lines, at) {
    const metrics = new KubeletMetricLines()
    if (!metrics.take((lines[at] ?? '').trim())) return undefined
    let to = at + 1
    while (to < lines.length && belongs(metrics, lines[to] ?? '')) to++
    const row = metrics.row()
    return {
      facts: [
        ...(row ? [observe(kubeletMetrics, row, at, to - 1)] : []),
        ...metrics.operations().map((operation) => observe(runtimeOperation, operation, at, to - 1)),
      ],
      from: at,
      to,
    }
  },
}

export default kubeletMetricsParser

/** Comments and the metrics of others stand between. */
function belongs(metrics: KubeletMetricLines, line: string): boolean {
  const text = line.slice(0, 600).trim()
  return (
    metrics.take(text) || text.startsWith('# HELP') || text.startsWith('# TYPE') || /^[a-z_]{3,80}(?:\{| \d)/.test(text)
  )
}
