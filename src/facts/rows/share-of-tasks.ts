/** Share of the tighter limit; undefined while one of them is unknown, since that one may be it. */
export function shareOfTasks(threads: number, pidMax: number | undefined, threadsMax: number | undefined) {
  if (pidMax === undefined || threadsMax === undefined) return undefined
  return (100 * threads) / Math.min(pidMax, threadsMax)
}
