import criRuntime from '../facts/cri-runtime.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'

const FIELD = /^\s{0,40}"(type|status|reason|message)": (?:"([^"\\]{0,1000})"|(true|false)),?$/
const LINES_MAX = 4

interface Condition {
  readonly type: string
  readonly isTrue: boolean
  readonly message: string
  readonly first: number
  readonly last: number
}

/**
 * The conditions in the JSON of `crictl info`: RuntimeReady and NetworkReady, each a few lines between braces.
 *
 * A condition that lacks its type or its status is left out. The cgroup driver in the same JSON is read by the parser of
 * `SystemdCgroup`.
 */
const crictlInfo: Parser = {
  command: 'crictl info',
  cues: ['"type": "RuntimeReady"', '"type": "NetworkReady"'],
  sample: `{
  "status": {
    "conditions": [
      {
        "type": "RuntimeReady",
        "status": true,
        "reason": "",
        "message": ""
      },
      {
        "type": "NetworkReady",
        "status": false,
        "reason": "NetworkPluginNotReady",
        "message": "Network plugin returns error: cni plugin not initialized"
      }
    ]
  },`,
  read(lines, at) {
    const condition = readCondition(lines, at)
    if (!condition) return undefined
    const { type, isTrue, message, first, last } = condition
    const networkMessage = isTrue ? undefined : message.slice(0, 300)
    const row = type === 'RuntimeReady' ? { runtimeReady: isTrue } : { networkReady: isTrue, networkMessage }
    return { facts: [observe(criRuntime, row, first, last)], from: at, to: last + 1 }
  },
}

export default crictlInfo

function readCondition(lines: readonly string[], at: number): Condition | undefined {
  const values = new Map<string, string>()
  const first = collect(lines, at, -1, values)
  const last = collect(lines, at, 1, values)
  const type = values.get('type')
  const status = values.get('status')
  if (type === undefined || status === undefined) return undefined
  return { type, isTrue: status === 'true', message: values.get('message') ?? '', first: Math.max(first, at), last }
}

/** Reads the fields from `at` on in one direction, up to the brace; the last line that held one. */
function collect(lines: readonly string[], at: number, step: 1 | -1, into: Map<string, string>): number {
  let end = at
  for (let line = at; Math.abs(line - at) < LINES_MAX; line += step) {
    const [, name, text, flag] = FIELD.exec((lines[line] ?? '').slice(0, 1_200).trimEnd()) ?? []
    if (name === undefined) break
    into.set(name, text ?? flag ?? '')
    end = line
  }
  return end
}
