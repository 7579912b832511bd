import type { Score } from '../evaluation/score.ts'

/** The figures of `casebook eval` for a terminal. */
export function scoreText(score: Score): string {
  const rows = [
    [
      'decidable',
      score.decidable.n,
      `top-1 ${share(score.decidable.top1, score.decidable.n)}, top-3 ${share(score.decidable.top3, score.decidable.n)}`,
    ],
    ['undecidable', score.undecidable.n, `top-5 ${share(score.undecidable.top5, score.undecidable.n)}`],
    ['none', score.none.n, `false alarms ${share(score.none.falseAlarms, score.none.n)}`],
    ['other node', score.otherNode.n, `wrong high ${share(score.otherNode.wrongHigh, score.otherNode.n)}`],
    ['high answers', score.high.n, `wrong ${share(score.high.wrong, score.high.n)}`],
  ] as const
  const figures = rows.map(([name, n, text]) => `${name.padEnd(13)} ${String(n).padStart(5)}  ${text}`)
  const labels = Object.entries(score.labels)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([label, it]) =>
        `  ${label.padEnd(28)} ${String(it.n).padStart(4)}  top-1 ${it.top1}, top-3 ${it.top3}, top-5 ${it.top5}`,
    )
  const misses = score.misses.map(
    (miss) => `  ${miss.id} ${miss.label}: got ${miss.got.join(', ') || 'nothing'} (${miss.confidence})`,
  )
  return [...figures, 'per label', ...labels, `misses ${misses.length}`, ...misses, ''].join('\n')
}

function share(part: number, n: number): string {
  return n === 0 ? 'none' : `${part} (${((100 * part) / n).toFixed(1)} %)`
}
