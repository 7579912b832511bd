import kubeletHealth from '../facts/kubelet-health.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { type HealthCheck, healthOf, readHealthCheck } from './text/kubelet-health-lines.ts'

const CHECKS_MAX = 12

/**
 * `curl http://127.0.0.1:10248/healthz?verbose`: kubelet's checks line by line, and the verdict below. kubelet is told
 * by its check `syncloop`, which no other component of Kubernetes has.
 *
 * Refused: a bare `ok`, which anything may print, and the checks of the API server.
 */
const kubeletHealthz: Parser = {
  command: "kubectl get --raw '/api/v1/nodes/<node>/proxy/healthz?verbose'",
  cues: ['[+]ping ok', '[-]ping failed'],
  sample: `[+]ping ok
[+]log ok
[-]syncloop failed: reason withheld
healthz check failed`,
  read(lines, at) {
    const checks: HealthCheck[] = []
    let to = at
    for (; checks.length < CHECKS_MAX; to++) {
      const check = readHealthCheck(lines[to] ?? '')
      if (!check) break
      checks.push(check)
    }
    if (!checks.some(({ name }) => name === 'syncloop')) return undefined
    const health = healthOf(checks, (lines[to] ?? '').slice(0, 100).trim())
    return health ? { facts: [observe(kubeletHealth, health, at, to)], from: at, to: to + 1 } : undefined
  },
}

export default kubeletHealthz
