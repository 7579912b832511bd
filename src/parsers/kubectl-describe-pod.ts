import pod from '../facts/pod.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { isDescription, readDescribedField } from './text/described-field.ts'

const ENDS = ['Name', 'Containers', 'Init Containers', 'Conditions', 'Events']

/**
 * The head of `kubectl describe pod`: name, namespace, node and status. A pod that failed for a reason (`Evicted`) has
 * that reason as its status, as `kubectl get pods` prints it; `Terminating (lasts 3m)` is `Terminating`.
 *
 * Refuses what has no node and no status of its own: deployments, services, and other things with a namespace.
 */
const kubectlDescribePod: Parser = {
  command: 'kubectl describe pod',
  cues: ['Namespace:'],
  sample: `Name:           web-8b884c4ff-2ng4j
Namespace:      shop
Priority:       0
Node:           node4/10.0.0.14
Start Time:     Mon, 06 Nov 2023 10:00:00 +0800
Labels:         app=web
Status:         Failed
Reason:         Evicted
Message:        The node was low on resource: inodes.
IP:
Containers:`,
  read(lines, at) {
    const namespace = topField(lines[at], 'Namespace')
    const name = topField(lines[at - 1], 'Name')
    if (!namespace || !name) return undefined
    const { fields, to } = readHead(lines, at + 1)
    const status = statusOf(fields)
    const node = fields.get('Node')?.split(/[/\s]/, 1)[0]
    if (!status || node === undefined) return undefined
    const row = { name, podNamespace: namespace, status, node: node.startsWith('<') || node === '' ? undefined : node }
    return { facts: [observe(pod, { ...row, ...UNSAID }, at - 1, to - 1)], from: at - 1, to }
  },
}

export default kubectlDescribePod

const UNSAID = { readyContainers: undefined, containers: undefined, restarts: undefined, ageSeconds: undefined }

/** The fields of the pod itself, up to its containers; `to` is the line behind the last of Node, Status and Reason. */
function readHead(lines: readonly string[], from: number): { fields: Map<string, string>; to: number } {
  const fields = new Map<string, string>()
  let to = from
  for (let i = from; i < lines.length && isDescription(lines[i] ?? '', ENDS); i++) {
    const field = readDescribedField(lines[i] ?? '')
    if (!field?.top || !['Node', 'Status', 'Reason'].includes(field.key) || fields.has(field.key)) continue
    fields.set(field.key, field.value)
    to = i + 1
  }
  return { fields, to }
}

function statusOf(fields: ReadonlyMap<string, string>): string | undefined {
  const phase = /^[A-Z][a-z]{1,30}(?=\s|$)/.exec(fields.get('Status') ?? '')?.[0]
  const reason = /^[A-Z][A-Za-z]{1,60}$/.exec(fields.get('Reason') ?? '')?.[0]
  return phase === 'Failed' && reason ? reason : phase
}

function topField(line: string | undefined, key: string): string | undefined {
  const field = readDescribedField(line ?? '')
  return field?.top && field.key === key ? field.value : undefined
}
