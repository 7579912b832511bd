import pleg from '../facts/pleg.ts'
import { type Observation, observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { parseDurationSeconds } from './text/duration.ts'

const ROWS_MAX = 2_000
const ACTIVE = 'pleg was last seen active '
const THRESHOLD = 'threshold is '
/** 292 years, the longest duration of Go, stands for never: https://pkg.go.dev/time#Duration */
const NEVER_SECONDS = 1e9

/**
 * `PLEG is not healthy: pleg was last seen active 3m5.3s ago; threshold is 3m0s`, in a log of kubelet, in the message
 * of a node's Ready condition or alone. One row a line, the first 2,000.
 *
 * Refuses a PLEG that was never active (`2562047h47m16.8s ago`, `pleg has yet to be successful`): no number is known.
 */
const plegHealth: Parser = {
  command: 'journalctl -u kubelet | grep "PLEG is not healthy"',
  cues: [ACTIVE],
  sample:
    'skipping pod synchronization - [PLEG is not healthy: pleg was last seen active 3m5.3s ago; threshold is 3m0s]',
  read(lines, at) {
    if (!readLine(lines[at] ?? '', at)) return undefined
    const facts: Observation[] = []
    for (let i = at; i < lines.length && facts.length < ROWS_MAX; i++) {
      const fact = readLine(lines[i] ?? '', i)
      if (fact) facts.push(fact)
    }
    return { facts, from: at, to: lines.length }
  },
}

export default plegHealth

function readLine(line: string, at: number): Observation | undefined {
  const text = line.slice(0, 8_192)
  const from = text.indexOf(ACTIVE)
  const rest = text.slice(from, from + 200)
  const active = durationAfter(rest, ACTIVE)
  const threshold = durationAfter(rest, THRESHOLD)
  if (from < 0 || active === undefined || threshold === undefined || active > NEVER_SECONDS) return undefined
  return observe(pleg, { lastSeenActiveSeconds: active, thresholdSeconds: threshold }, at)
}

function durationAfter(text: string, words: string): number | undefined {
  const from = text.indexOf(words)
  if (from < 0) return undefined
  const duration = /^[\dhms.]{2,40}/.exec(text.slice(from + words.length))?.[0] ?? ''
  return parseDurationSeconds(duration.replace(/\.$/, ''))
}
