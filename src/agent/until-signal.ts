/** Aborts when this process is told to stop. A second signal ends it as if nobody listened. */
export function untilSignal(): AbortSignal {
  const controller = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => controller.abort())
  return controller.signal
}
