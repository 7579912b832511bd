/** The known word that a person most likely meant: shares most letter pairs with theirs, at least half of them. */
export function closest(word: string, known: Iterable<string>): string | undefined {
  let best: string | undefined
  let bestLikeness = 0.5
  for (const candidate of known) {
    const likeness = sharedPairs(word.toLowerCase(), candidate.toLowerCase())
    if (likeness > bestLikeness || (likeness === bestLikeness && best === undefined)) {
      best = candidate
      bestLikeness = likeness
    }
  }
  return best
}

/** Dice's coefficient over letter pairs, 0 to 1. */
function sharedPairs(a: string, b: string): number {
  const left = pairs(a)
  const right = new Set(pairs(b))
  const shared = left.filter((pair) => right.has(pair)).length
  return (2 * shared) / Math.max(1, left.length + right.size)
}

function pairs(word: string): string[] {
  return Array.from({ length: Math.max(0, word.length - 1) }, (_, i) => word.slice(i, i + 2))
}
