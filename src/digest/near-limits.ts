import type { NearLimit } from '../model/digest.ts'
import type { Fact } from '../model/fact.ts'

/** From this share on a limit is near, in percent. */
export const NEAR_PERCENT = 80

/**
 * The nodes that come near a limit: every field of every fact kind that is a share in percent and is called so
 * (`inodesUsedPercent`). What is full by nature (images, file systems of the kernel) does not count.
 */
export function nearLimits(facts: readonly Fact[]): NearLimit[] {
  const found = new Map<string, Map<string, number>>()
  for (const { kind, fields, origin } of facts) {
    if (origin.from !== 'node' || fields.image === true || fields.pseudo === true) continue
    for (const [field, value] of Object.entries(fields)) {
      if (!isShare(field) || typeof value !== 'number' || !(value >= NEAR_PERCENT)) continue
      const nodes = found.get(`${kind} ${field}`) ?? new Map<string, number>()
      nodes.set(origin.node, Math.max(value, nodes.get(origin.node) ?? 0))
      found.set(`${kind} ${field}`, nodes)
    }
  }
  return [...found].map(([key, nodes]) => toLimit(key, nodes)).sort((a, b) => b.nodes.length - a.nodes.length)
}

/** Whether a field says in percent how much of something limited is used. */
export function isShare(field: string): boolean {
  return /usedPercent$/i.test(field)
}

function toLimit(key: string, nodes: ReadonlyMap<string, number>): NearLimit {
  const [kind = '', field = ''] = key.split(' ')
  const worst = [...nodes].map(([node, percent]) => ({ node, percent }))
  return { kind, field, nodes: worst.sort((a, b) => b.percent - a.percent || (a.node < b.node ? -1 : 1)) }
}
