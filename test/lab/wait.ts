import { setTimeout as sleep } from 'node:timers/promises'

const EVERY_MS = 50

/** Resolves with what `look` finds as soon as it finds something. The limit is for what never comes, on however busy a machine. */
export async function until<Value>(
  what: string,
  look: () => Promise<Value | undefined | false> | Value | undefined | false,
  limitMs = 60_000,
): Promise<Value> {
  const end = performance.now() + limitMs
  while (performance.now() < end) {
    const found = await look()
    if (found !== undefined && found !== false) return found
    await sleep(EVERY_MS)
  }
  throw new Error(`${what} did not come in ${limitMs / 1000} s`)
}
