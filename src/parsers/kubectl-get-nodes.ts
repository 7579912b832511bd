import node from '../facts/node.ts'
import nodeCondition from '../facts/node-condition.ts'
import { type Observation, observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { readContainerRuntime } from './text/container-runtime.ts'
import { parseDurationSeconds } from './text/duration.ts'
import { splitWords } from './text/located-words.ts'

const ROWS_MAX = 2_000
const NAME = /^[A-Za-z0-9][\w.-]{0,252}$/
const READY = new Map([
  ['Ready', 'True'],
  ['NotReady', 'False'],
  ['Unknown', 'Unknown'],
])

/**
 * `kubectl get nodes`, with `-o wide` and `--show-labels`, of kubectl with and without a ROLES column, and its rows
 * alone.
 *
 * A row is a name, `Ready`, `NotReady` or `Unknown` (perhaps `,SchedulingDisabled`), roles, an age and a version
 * `v1.…`; all else is refused. NotReady does not tell False from Unknown: only `kubectl describe node` does.
 */
const kubectlGetNodes: Parser = {
  command: 'kubectl get nodes -o wide',
  cues: ['AGE VERSION', ' Ready', 'NotReady', 'SchedulingDisabled', ' Unknown '],
  sample: `NAME    STATUS                     ROLES    AGE    VERSION   INTERNAL-IP   EXTERNAL-IP   OS-IMAGE                         KERNEL-VERSION    CONTAINER-RUNTIME
node1   Ready                      <none>   210d   v1.28.3   10.0.0.11     <none>        Debian GNU/Linux 12 (bookworm)   6.1.0-13-amd64    containerd://1.6.21
node4   NotReady                   <none>   210d   v1.28.3   10.0.0.14     <none>        Debian GNU/Linux 12 (bookworm)   6.1.0-13-amd64    containerd://1.6.21`,
  read(lines, at) {
    const facts: Observation[] = []
    let to = isHeader(lines[at] ?? '') ? at + 1 : at
    while (to < lines.length && facts.length < ROWS_MAX) {
      const row = readRow(lines[to] ?? '', to)
      if (!row) break
      facts.push(...row)
      to++
    }
    return facts.length > 0 ? { facts, from: at, to } : undefined
  },
}

export default kubectlGetNodes

function isHeader(line: string): boolean {
  const [name, status] = splitWords(line.slice(0, 1_000), 2)
  return name?.text === 'NAME' && status?.text === 'STATUS'
}

function readRow(line: string, at: number): Observation[] | undefined {
  const words = splitWords(line.slice(0, 2_000), 40).map((word) => word.text)
  const name = (words[0] ?? '').replace(/^nodes?\//, '')
  const status = READY.get((words[1] ?? '').replace(',SchedulingDisabled', ''))
  const versionAt = words.findIndex((word, i) => i <= 4 && /^v\d{1,2}\.\d{1,3}/.test(word))
  if (!NAME.test(name) || !status || versionAt < 3) return undefined
  if (parseDurationSeconds(words[versionAt - 1] ?? '') === undefined) return undefined
  return [
    observe(node, { name, kubeletVersion: words[versionAt], ...readWide(words.slice(versionAt + 1)) }, at),
    observe(nodeCondition, { node: name, condition: 'Ready', status, reason: '', message: '' }, at),
  ]
}

/** Addresses, the operating system in several words, the kernel, the runtime; labels may follow. */
function readWide(cells: readonly string[]) {
  const runtimeAt = cells.findIndex((cell) => cell.includes('://'))
  const osAt = cells.findIndex((cell) => cell !== '<none>' && !isAddress(cell))
  const wide = osAt >= 1 && runtimeAt >= osAt + 2
  return {
    osImage: wide ? cells.slice(osAt, runtimeAt - 1).join(' ') : undefined,
    kernelRelease: wide ? cells[runtimeAt - 1] : undefined,
    ...readContainerRuntime(wide ? cells[runtimeAt] : undefined),
  }
}

function isAddress(cell: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(cell) || /^[0-9a-f:]{2,45}$/.test(cell)
}
