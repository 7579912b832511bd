const CHECK = /^\[([+-])\]([\w./-]{1,60}) (ok|failed(?::.{0,300})?)$/

export interface KubeletHealth {
  readonly healthy: boolean
  readonly failing: string | undefined
}

export interface HealthCheck {
  readonly name: string
  readonly passed: boolean
}

/** One line of a verbose health check: `[+]ping ok`, `[-]syncloop failed: reason withheld`. */
export function readHealthCheck(line: string): HealthCheck | undefined {
  const check = CHECK.exec(line.slice(0, 400).trim())
  const passed = check?.[1] === '+'
  return check && passed === (check[3] === 'ok') ? { name: check[2] ?? '', passed } : undefined
}

/** What the checks say together; undefined when the verdict at the end is not theirs. */
export function healthOf(checks: readonly HealthCheck[], verdict: string): KubeletHealth | undefined {
  const failing = checks.filter(({ passed }) => !passed).map(({ name }) => name)
  const healthy = verdict === 'healthz check passed'
  if (!healthy && verdict !== 'healthz check failed') return undefined
  if (checks.length === 0 || healthy !== (failing.length === 0)) return undefined
  return { healthy, failing: failing.length > 0 ? failing.join(', ').slice(0, 300) : undefined }
}
