import type { z } from 'zod'
import type kubeletMetrics from '../../facts/kubelet-metrics.ts'
import type runtimeOperation from '../../facts/runtime-operation.ts'

type Row = z.infer<typeof kubeletMetrics.schema>
type Operation = z.infer<typeof runtimeOperation.schema>
type Field = Exclude<keyof Row, 'silentSeconds' | 'slowRelists' | 'meanRelistSeconds'>

const LINE = /^kubelet_([a-z_]{1,80})(?:\{([^{}]{0,400})\})? ([\d.e+-]{1,40})(?: \d{1,20})?$/
const LABEL = /^([a-z_]{1,40})="([^"\\]{0,100})"$/
const OPERATIONS_MAX = 200

const GAUGES: Readonly<Record<string, Field>> = {
  pleg_relist_duration_seconds_count: 'relists',
  running_pods: 'runningPods',
  running_pod_count: 'runningPods',
  running_container_count: 'runningContainers',
}
const STATES: Readonly<Record<string, Field>> = {
  running: 'runningContainers',
  exited: 'exitedContainers',
  created: 'createdContainers',
  unknown: 'unknownContainers',
}

/** What is kept of kubelet's metrics while their lines go by (https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/metrics/metrics.go). */
export class KubeletMetricLines {
  readonly #row: { -readonly [Key in keyof Row]: Row[Key] } = {}
  readonly #operations = new Map<string, { count?: number; errors?: number; seconds?: number }>()
  #relistSeconds: number | undefined
  #fastRelists: number | undefined
  /** Unix time of the last relist. */
  lastSeen: number | undefined

  /** Takes a line; false when it is no metric of kubelet. */
  take(line: string): boolean {
    const [, name = '', labels = '', number = ''] = LINE.exec(line.slice(0, 600)) ?? []
    const value = Number(number)
    if (name === '' || !Number.isFinite(value)) return false
    if (name.startsWith('runtime_operations_')) this.#takeOperation(name, readLabels(labels), value)
    else this.#takeOther(name, readLabels(labels), value)
    return true
  }

  /** Undefined when no line said anything of it. */
  row(): Row | undefined {
    const { relists } = this.#row
    const slowRelists = minus(relists, this.#fastRelists)
    const mean = relists && this.#relistSeconds !== undefined ? rounded(this.#relistSeconds / relists) : undefined
    const row = {
      ...this.#row,
      ...(slowRelists !== undefined && { slowRelists }),
      ...(mean !== undefined && { meanRelistSeconds: mean }),
    }
    return Object.keys(row).length > 0 ? row : undefined
  }

  /** An operation without a line of errors had none, when lines of errors were shown at all, as in the `whole` text. */
  operations(whole = false): Operation[] {
    const showsErrors = whole || [...this.#operations.values()].some(({ errors }) => errors !== undefined)
    return [...this.#operations].map(([operation, { count, errors, seconds }]) => ({
      operation,
      ...(count !== undefined && { count }),
      ...(errors !== undefined && { errors }),
      ...(errors === undefined && count !== undefined && showsErrors && { errors: 0 }),
      ...(count && seconds !== undefined && { meanSeconds: rounded(seconds / count) }),
    }))
  }

  #takeOther(name: string, labels: ReadonlyMap<string, string>, value: number): void {
    const field = name === 'running_containers' ? STATES[labels.get('container_state') ?? ''] : GAUGES[name]
    if (field) this.#row[field] = value
    else if (name === 'pleg_relist_duration_seconds_sum') this.#relistSeconds = value
    else if (name === 'pleg_relist_duration_seconds_bucket' && labels.get('le') === '10') this.#fastRelists = value
    else if (name === 'pleg_last_seen_seconds') this.lastSeen = value
  }

  #takeOperation(name: string, labels: ReadonlyMap<string, string>, value: number): void {
    const operation = labels.get('operation_type')
    if (!operation || (this.#operations.size >= OPERATIONS_MAX && !this.#operations.has(operation))) return
    const known = this.#operations.get(operation) ?? {}
    if (name === 'runtime_operations_total') known.count = value
    else if (name === 'runtime_operations_errors_total') known.errors = value
    else if (name === 'runtime_operations_duration_seconds_sum') known.seconds = value
    else return
    this.#operations.set(operation, known)
  }
}

function readLabels(text: string): Map<string, string> {
  return new Map(
    text.split(',').flatMap((part): [string, string][] => {
      const label = LABEL.exec(part.trim())
      return label ? [[label[1] ?? '', label[2] ?? '']] : []
    }),
  )
}

/** More fast ones than there are is nonsense: then nothing. */
function minus(all: number | undefined, some: number | undefined): number | undefined {
  return all === undefined || some === undefined || some > all ? undefined : all - some
}

function rounded(seconds: number): number {
  return Math.round(seconds * 1e4) / 1e4
}
