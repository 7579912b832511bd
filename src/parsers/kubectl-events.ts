import event from '../facts/event.ts'
import { type Observation, observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { readEventLine } from './text/event-line.ts'

const ROWS_MAX = 2_000

/**
 * Events of Kubernetes, wherever they stand: below `kubectl describe`, from `kubectl get events` (also `-A`, `-o wide`)
 * and `kubectl events`, in the tables of Kubernetes before 1.8 with their count column, or as single lines without a
 * table. `(x9 over 1d)` is a count of 9.
 *
 * Refuses lines without a type, a reason and an age. A message that goes on in the next line is cut at its first.
 */
const kubectlEvents: Parser = {
  command: 'kubectl get events',
  cues: ['Normal', 'Warning'],
  sample: `Events:
  Type     Reason                Age                From             Message
  ----     ------                ----               ----             -------
  Warning  EvictionThresholdMet  20h (x9 over 1d)   kubelet, node4   Attempting to reclaim nodefsInodes
  Normal   NodeHasDiskPressure   20h (x6 over 1d)   kubelet, node4   Node node4 status is now: NodeHasDiskPressure`,
  read(lines, at) {
    const facts: Observation[] = []
    let to = at
    while (to < lines.length && facts.length < ROWS_MAX) {
      const line = readEventLine(lines[to] ?? '')
      if (!line) break
      facts.push(observe(event, line, to++))
    }
    return to > at ? { facts, from: at, to } : undefined
  },
}

export default kubectlEvents
