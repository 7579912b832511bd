import type { KnownProbe } from '../model/fleet.ts'

const MAX_LISTS = 64

/** Thousands of agents of one version say the same: their list of probes is kept once. */
export function shareProbes(): (probes: readonly KnownProbe[]) => readonly KnownProbe[] {
  const lists = new Map<string, readonly KnownProbe[]>()
  return (probes) => {
    const text = JSON.stringify(probes)
    const known = lists.get(text)
    if (known) return known
    if (lists.size >= MAX_LISTS) lists.clear()
    lists.set(text, probes)
    return probes
  }
}
