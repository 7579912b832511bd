const UNIT_SECONDS = [365 * 86_400, 86_400, 3_600, 60, 1]
const WHOLE = /^(?:(\d{1,9})y)?(?:(\d{1,9})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9}(?:\.\d{1,9})?)s)?$/
const SPLIT_SECOND = /^(\d{1,9}(?:\.\d{1,9})?)(ms|µs|μs|us|ns)$/
const SPLIT_SECONDS: Readonly<Record<string, number>> = { ms: 1e-3, µs: 1e-6, μs: 1e-6, us: 1e-6, ns: 1e-9 }

/** Seconds of a duration as Go (`3m5.3s`, `250ms`) and kubectl (`4d21h`, `2y45d`) print it; undefined for anything else, `<unknown>` and `<invalid>` included. */
export function parseDurationSeconds(text: string): number | undefined {
  if (text.length > 60) return undefined
  const split = SPLIT_SECOND.exec(text)
  if (split) return Number(split[1]) * (SPLIT_SECONDS[split[2] ?? ''] ?? Number.NaN)
  const whole = WHOLE.exec(text)
  if (!whole || text === '') return undefined
  return UNIT_SECONDS.reduce((sum, seconds, i) => sum + seconds * Number(whole[i + 1] ?? 0), 0)
}
