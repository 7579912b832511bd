import type { Word } from './located-words.ts'

/** What stands between the word at `at` and the next one is wider than a blank: a column of kubectl ends here. */
export function endsColumn(line: string, words: readonly Word[], at: number): boolean {
  const [word, next] = [words[at], words[at + 1]]
  if (!word || !next) return false
  const end = word.start + word.text.length
  return next.start - end > 1 || line[end] === '\t'
}
