import pathMtu from '../facts/path-mtu.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { findPipelineAbove } from './text/pipeline.ts'

const LINE_MAX = 400
const LINES_MAX = 200
const ABOVE = ['ping', 'kubectl exec', 'docker exec', 'nsenter']
const HEAD =
  /^PING ([\w.:-]{2,255}) \([\w.:]{2,45}\) (?:from \S{2,60}(?: \S{1,20})?: )?\d{1,5}\((\d{1,5})\) bytes of data\.?\s{0,4}$/
const HERE = /^ping: (?:local error|sendmsg): [Mm]essage too long(?:,? mtu ?[=:] ?(\d{2,5}))?\s{0,4}$/
const ON_PATH = /[Ff]rag needed and DF set \(mtu = (\d{2,5})\)/
const TOTAL = /^(\d{1,6}) packets transmitted, (\d{1,6}) (?:packets )?received,/

type Outcome = 'passed' | 'lost' | 'too-big-here' | 'too-big-on-path'

interface Ended {
  readonly outcome: Outcome
  readonly mtu?: number
  readonly at: number
}

/**
 * `ping -M do -s SIZE` of iputils: whether packets of one size arrive that nobody may fragment. Errors speak for
 * themselves; that all or none were answered counts only when the command with `-M do` stands above.
 *
 * Refused: a ping of which some were answered and some not, `ping6`, and those of busybox and other systems.
 */
const pingMtu: Parser = {
  command: 'ping -M do -s 1472 <address>',
  cues: [') bytes of data'],
  sample: `# ping -M do -c 3 -s 1472 192.0.2.9
PING 192.0.2.9 (192.0.2.9) 1472(1500) bytes of data.

--- 192.0.2.9 ping statistics ---
3 packets transmitted, 0 received, 100% packet loss, time 2041ms`,
  read(lines, at) {
    const [, target, bytes] = HEAD.exec(lines[at]?.slice(0, LINE_MAX).trim() ?? '') ?? []
    const command = findPipelineAbove(lines, at, ABOVE)?.args.join(' ') ?? ''
    const ended = target === undefined ? undefined : findEnd(lines, at, / ?-M do( |$)/.test(command))
    if (target === undefined || !ended) return undefined
    const { outcome, mtu, at: last } = ended
    return {
      facts: [observe(pathMtu, { target, packetBytes: Number(bytes), outcome, mtu }, at, last)],
      from: at,
      to: last + 1,
    }
  },
}

export default pingMtu

function findEnd(lines: readonly string[], at: number, unfragmented: boolean): Ended | undefined {
  for (let i = at + 1; i < Math.min(lines.length, at + LINES_MAX); i++) {
    const line = lines[i]?.slice(0, LINE_MAX).trim() ?? ''
    if (line.startsWith('PING ')) return undefined
    const ended = readError(line, i) ?? (unfragmented ? readTotal(line, i) : undefined)
    if (ended) return ended
  }
  return undefined
}

function readError(line: string, at: number): Ended | undefined {
  const here = HERE.exec(line)
  if (here) return { outcome: 'too-big-here', at, ...(here[1] && { mtu: Number(here[1]) }) }
  const [, mtu] = ON_PATH.exec(line) ?? []
  return mtu === undefined ? undefined : { outcome: 'too-big-on-path', mtu: Number(mtu), at }
}

function readTotal(line: string, at: number): Ended | undefined {
  const [, sent, received] = TOTAL.exec(line) ?? []
  if (sent === undefined || received === undefined || sent === '0') return undefined
  if (received === '0') return { outcome: 'lost', at }
  return received === sent ? { outcome: 'passed', at } : undefined
}
