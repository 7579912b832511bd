import pod from '../facts/pod.ts'
import pods from '../facts/pods.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { parseDurationSeconds } from './text/duration.ts'
import { splitWords } from './text/located-words.ts'

interface PodRow {
  readonly name: string
  readonly podNamespace: string | undefined
  readonly status: string
  readonly readyContainers: number
  readonly containers: number
  readonly restarts: number
  readonly ageSeconds: number | undefined
  readonly node: string | undefined
  readonly line: number
}

const ROWS_MAX = 2_000
const NAME = /^[a-z0-9][a-z0-9.-]{0,252}$/
const STATUS = /^[A-Z][\w:/.-]{1,80}$/
const IP = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f:]{2,45})$/

/** As they begin after the `1/1` of the READY column: alone, `Error` and `Running` stand in every log. */
const STATUSES = [
  'Running',
  'Evicted',
  'Terminating',
  'ContainerCreating',
  'CrashLoopBackOff',
  'Pending',
  'Completed',
  'ImagePull',
  'ContainerError',
  'ConfigError',
  'ContainerStatusUnknown',
  'PodInitializing',
  'Init:',
  'NodeLost',
  'OOMKilled',
  'Unknown',
  'Error',
]

/**
 * `kubectl get pods`, with `-A`, `-o wide` and `--show-labels`, of old and new kubectl (`RESTARTS` like `5 (3m ago)`),
 * and its rows alone, as `grep Evicted` leaves them.
 *
 * A row is a name, `1/1`, a status word, a number of restarts and an age; lists of deployments, jobs and the like lack
 * one of them. Without a header the node is read only where an address stands before it, or all four wide columns.
 */
const kubectlGetPods: Parser = {
  command: 'kubectl get pods -A -o wide',
  cues: ['READY STATUS RESTARTS', ...STATUSES.map((status) => `/<num> ${status}`)],
  sample: `NAMESPACE     NAME                    READY   STATUS    RESTARTS      AGE     IP            NODE    NOMINATED NODE   READINESS GATES
kube-system   coredns-7db6d8ff4d-7x   1/1     Running   5 (3m ago)    4d21h   10.1.0.20     node1   <none>           <none>
shop          web-8b884c4ff-2ng4j     0/2     Evicted   0             20h     <none>        node4   <none>           <none>`,
  read(lines, at) {
    const header = readHeader(lines[at] ?? '')
    const { rows, to } = readRows(lines, header ? at + 1 : at, header ?? [])
    const [first, last] = [rows[0], rows.at(-1)]
    if (!first || !last) return undefined
    const facts = rows.slice(0, ROWS_MAX).map(({ line, ...fields }) => observe(pod, fields, line))
    return { facts: [observe(pods, countPods(rows), first.line, last.line), ...facts], from: at, to }
  },
}

export default kubectlGetPods

function readRows(lines: readonly string[], from: number, tail: readonly string[]): { rows: PodRow[]; to: number } {
  const rows: PodRow[] = []
  let to = from
  for (let i = from; i < lines.length; i++) {
    const line = lines[i] ?? ''
    const row = readRow(line, i, tail)
    if (row) {
      rows.push(row)
      to = i + 1
    } else if (line.trim() !== '') break
  }
  return { rows, to }
}

/** The columns behind AGE, or undefined when this is not a header. */
function readHeader(line: string): string[] | undefined {
  const words = splitWords(line.slice(0, 1_000), 30).map((word) => word.text)
  const ready = words.indexOf('READY')
  if (ready < 0 || words.slice(ready, ready + 4).join(' ') !== 'READY STATUS RESTARTS AGE') return undefined
  return words
    .slice(ready + 4)
    .filter((word, i, all) => !(word === 'NODE' && all[i - 1] === 'NOMINATED') && word !== 'GATES')
}

function readRow(line: string, at: number, tail: readonly string[]): PodRow | undefined {
  const words = splitWords(line.slice(0, 2_000), 20).map((word) => word.text)
  const readyAt = isReady(words[1]) ? 1 : 2
  const ready = /^(\d{1,4})\/(\d{1,4})$/.exec(words[readyAt] ?? '')
  const name = (words[readyAt - 1] ?? '').replace(/^pods?\//, '')
  const [status = '', restarts = ''] = words.slice(readyAt + 1)
  if (!ready || !NAME.test(name) || !STATUS.test(status) || !/^\d{1,9}$/.test(restarts)) return undefined
  const namespace = readyAt === 2 ? words[0] : undefined
  if (namespace !== undefined && !NAME.test(namespace)) return undefined
  const rest = afterRestartAge(words.slice(readyAt + 3))
  if (!rest || !isAge(rest[0])) return undefined
  return {
    name,
    podNamespace: namespace,
    status,
    readyContainers: Number(ready[1]),
    containers: Number(ready[2]),
    restarts: Number(restarts),
    ageSeconds: parseDurationSeconds(rest[0] ?? ''),
    node: nodeIn(rest.slice(1), tail),
    line: at,
  }
}

/** Since Kubernetes 1.22 the restarts may say how long ago the last one was: `5 (3m ago)`. */
function afterRestartAge(words: readonly string[]): readonly string[] | undefined {
  if (!words[0]?.startsWith('(')) return words
  return words[1] === 'ago)' ? words.slice(2) : undefined
}

function nodeIn(cells: readonly string[], tail: readonly string[]): string | undefined {
  const headerKnows = tail.length > 0 && tail.length === cells.length
  const shapeTells = tail.length === 0 && (IP.test(cells[0] ?? '') || (cells[0] === '<none>' && cells.length === 4))
  const node = headerKnows ? cells[tail.indexOf('NODE')] : shapeTells ? cells[1] : undefined
  return node && NAME.test(node) ? node : undefined
}

function countPods(rows: readonly PodRow[]) {
  const latest = new Map(rows.map((row) => [`${row.podNamespace ?? ''}/${row.name}`, row.status]))
  const statuses = [...latest.values()]
  const count = (...names: string[]) => statuses.filter((status) => names.includes(status)).length
  return {
    total: statuses.length,
    evicted: count('Evicted'),
    terminating: count('Terminating'),
    containerCreating: count('ContainerCreating'),
    notRunning: statuses.length - count('Running', 'Completed'),
  }
}

function isReady(word: string | undefined): boolean {
  return /^\d{1,4}\/\d{1,4}$/.test(word ?? '')
}

function isAge(word: string | undefined): boolean {
  return word === '<unknown>' || word === '<invalid>' || parseDurationSeconds(word ?? '') !== undefined
}
