import type kubeletHealth from '../../facts/kubelet-health.ts'
import type kubeletMetrics from '../../facts/kubelet-metrics.ts'
import type runtimeOperation from '../../facts/runtime-operation.ts'
import { type Looked, measured, type Probe } from '../../model/probe.ts'
import { healthOf, readHealthCheck } from '../../parsers/text/kubelet-health-lines.ts'
import { KubeletMetricLines } from '../../parsers/text/kubelet-metric-lines.ts'
import { askKubelet, KUBELET_ACCESS } from '../kubelet/kubelet-api.ts'
import type { NodeView } from '../node-view.ts'
import { together } from './reading/all-looks.ts'

const METRICS = { totalMs: 4_000, maxBytes: 32 << 20 }
const HEALTH = { totalMs: 2_000, maxBytes: 16 << 10 }
const LINE_MAX = 2_000

/** A kubelet that does not answer at all is said where it could not be asked. */
const kubelet: Probe<NodeView> = {
  summary: 'Asks kubelet for its health, how its looks at all containers go (PLEG), and how the runtime serves it.',
  yields: ['kubelet-health', 'kubelet-metrics', 'runtime-operation'],
  rights: [KUBELET_ACCESS],
  deadlineMs: 8_000,
  look: async (view) => together([await lookAtHealth(view), await lookAtMetrics(view)]),
}

export default kubelet

async function lookAtHealth(view: NodeView): Promise<Looked> {
  const chunks: Buffer[] = []
  const { status, notChecked } = await askKubelet(view, 'health', HEALTH, (chunk) => void chunks.push(chunk))
  if (status === undefined) return { facts: [], notChecked }
  const lines = Buffer.concat(chunks).toString().trim().split('\n')
  const checks = lines.slice(0, 100).flatMap((line) => readHealthCheck(line) ?? [])
  const health = healthOf(checks, lines.at(-1) ?? '')
  return { facts: health ? [measured<typeof kubeletHealth>('kubelet-health', health)] : [], notChecked }
}

async function lookAtMetrics(view: NodeView): Promise<Looked> {
  const metrics = new KubeletMetricLines()
  let rest = ''
  const { status, ended, notChecked } = await askKubelet(view, 'metrics', METRICS, (chunk) => {
    const lines = (rest + chunk.toString('latin1')).split('\n')
    rest = (lines.pop() ?? '').slice(0, LINE_MAX)
    for (const line of lines) if (line.startsWith('kubelet_')) metrics.take(line)
    return undefined
  })
  if (status !== 200) return { facts: [], notChecked }
  const row = metrics.row()
  return {
    facts: [
      ...(row
        ? [
            measured<typeof kubeletMetrics>('kubelet-metrics', {
              ...row,
              silentSeconds: secondsSince(metrics.lastSeen),
            }),
          ]
        : []),
      ...metrics
        .operations(ended === 'whole')
        .map((operation) => measured<typeof runtimeOperation>('runtime-operation', operation)),
    ],
    notChecked,
  }
}

/** kubelet and the agent read the same clock. */
function secondsSince(unixSeconds: number | undefined): number | undefined {
  const seconds = unixSeconds === undefined ? undefined : Math.round(Date.now() / 1000 - unixSeconds)
  return seconds !== undefined && seconds >= 0 && unixSeconds ? seconds : undefined
}
