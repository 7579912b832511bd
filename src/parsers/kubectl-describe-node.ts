import node from '../facts/node.ts'
import nodeCondition from '../facts/node-condition.ts'
import { type Observation, observe } from '../model/fact.ts'
import type { Parser, Reading } from '../model/parser.ts'
import { endsColumn } from './text/column-end.ts'
import { readContainerRuntime } from './text/container-runtime.ts'
import { isDescription, readDescribedField } from './text/described-field.ts'
import { splitWords, type Word } from './text/located-words.ts'

interface Condition {
  readonly condition: string
  readonly status: string
  readonly reason: string
  readonly message: string
}

interface SystemInfo {
  readonly values: Map<string, string>
  first: number
  last: number
}

const ROWS_MAX = 2_000
const CORE_TYPES = ['Ready', 'DiskPressure', 'MemoryPressure', 'PIDPressure', 'NetworkUnavailable', 'OutOfDisk']
const SYSTEM_INFO = ['Kernel Version', 'OS Image', 'Container Runtime Version', 'Kubelet Version']

/**
 * `kubectl describe node`: the table of conditions (message and all) and the System Info, under the name that the
 * output begins with. Conditions pasted alone are read too, with their header or, of the types that Kubernetes itself
 * sets, as single lines; they have no node then. Ends before `Events:`, which another parser reads.
 *
 * Refuses conditions without their two times: those of pods, deployments and volumes look alike.
 */
const kubectlDescribeNode: Parser = {
  command: 'kubectl describe node',
  cues: ['Roles:', 'Role:', 'LastHeartbeatTime', 'KubeletHas', 'KubeletReady', 'KubeletNotReady', 'NodeStatusUnknown'],
  sample: `Name:               node4
Roles:              worker
Labels:             kubernetes.io/hostname=node4
Conditions:
  Type             Status  LastHeartbeatTime                 LastTransitionTime                Reason                       Message
  ----             ------  -----------------                 ------------------                ------                       -------
  DiskPressure     True    Mon, 06 Nov 2023 10:00:00 +0800   Mon, 06 Nov 2023 09:12:00 +0800   KubeletHasDiskPressure       kubelet has disk pressure
  Ready            True    Mon, 06 Nov 2023 10:00:00 +0800   Mon, 06 Nov 2023 09:10:00 +0800   KubeletReady                 kubelet is posting ready status
System Info:
  Kernel Version:             4.19.0-25-amd64
  OS Image:                   Debian GNU/Linux 10 (buster)
  Container Runtime Version:  docker://18.9.9
  Kubelet Version:            v1.20.4
Events:              <none>`,
  read(lines, at) {
    const name = nodeNameAbove(lines, at)
    return name ? readDescription(lines, at - 1, name) : readConditions(lines, at)
  },
}

export default kubectlDescribeNode

function nodeNameAbove(lines: readonly string[], at: number): string | undefined {
  const key = readDescribedField(lines[at] ?? '')?.key
  const above = readDescribedField(lines[at - 1] ?? '')
  return (key === 'Roles' || key === 'Role') && above?.key === 'Name' ? above.value.split(/\s/, 1)[0] : undefined
}

function readDescription(lines: readonly string[], from: number, name: string): Reading {
  const conditions: Observation[] = []
  const info: SystemInfo = { values: new Map(), first: from, last: from }
  let to = from + 1
  for (; to < lines.length && isDescription(lines[to] ?? '', ['Name', 'Events']); to++) {
    const line = lines[to] ?? ''
    const condition = readCondition(line)
    if (condition && conditions.length < ROWS_MAX)
      conditions.push(observe(nodeCondition, { node: name, ...condition }, to))
    else noteSystemInfo(info, line, to)
  }
  return { facts: [observe(node, describeNode(name, info), info.first, info.last), ...conditions], from, to }
}

function noteSystemInfo(info: SystemInfo, line: string, at: number): void {
  const field = readDescribedField(line)
  if (!field || !SYSTEM_INFO.includes(field.key) || field.value === '') return
  if (info.values.size === 0) info.first = at
  info.last = at
  info.values.set(field.key, field.value)
}

function describeNode(name: string, { values }: SystemInfo) {
  return {
    name,
    kubeletVersion: values.get('Kubelet Version'),
    kernelRelease: values.get('Kernel Version'),
    osImage: values.get('OS Image'),
    ...readContainerRuntime(values.get('Container Runtime Version')),
  }
}

function readConditions(lines: readonly string[], at: number): Reading | undefined {
  const header = splitWords(lines[at]?.slice(0, 500) ?? '', 3).at(2)?.text === 'LastHeartbeatTime'
  const facts: Observation[] = []
  let to = header ? at + 1 : at
  for (; to < lines.length && facts.length < ROWS_MAX; to++) {
    const line = lines[to] ?? ''
    const condition = readCondition(line)
    if (condition && (header || CORE_TYPES.includes(condition.condition)))
      facts.push(observe(nodeCondition, { node: undefined, ...condition }, to))
    else if (!header || !isBetweenRows(line)) break
  }
  return facts.length > 0 ? { facts, from: at, to } : undefined
}

function isBetweenRows(line: string): boolean {
  const text = line.slice(0, 300).trim()
  return text === '' || text.startsWith('----')
}

function readCondition(line: string): Condition | undefined {
  const text = line.slice(0, 4_000).trimEnd()
  const words = splitWords(text, 20)
  const [type = '', status = ''] = words.map((word) => word.text)
  if (!/^[A-Za-z][\w./-]{2,100}$/.test(type) || !['True', 'False', 'Unknown'].includes(status)) return undefined
  const reasonAt = afterTime(words, afterTime(words, 2))
  const reason = words[reasonAt]
  if (!reason) return undefined
  if (!endsColumn(text, words, reasonAt) && !/^[A-Z]\w{0,100}$/.test(reason.text)) return undefined
  const message = words[reasonAt + 1]
  return { condition: type, status, reason: reason.text, message: message ? text.slice(message.start) : '' }
}

/** The index behind `Mon, 06 Nov 2023 10:00:00 +0800` or `<unknown>`; past all words when neither stands there. */
function afterTime(words: readonly Word[], at: number): number {
  const word = words[at]?.text ?? ''
  if (word === '<unknown>') return at + 1
  const time = /^[A-Z][a-z]{2},$/.test(word) && /^\d\d:\d\d:\d\d$/.test(words[at + 4]?.text ?? '')
  return time ? at + 6 : Number.POSITIVE_INFINITY
}
