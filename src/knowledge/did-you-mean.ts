import { closest } from '../model/closest.ts'

/** The end of a sentence about a word that is not known; empty when none of the known ones is like it. */
export function didYouMean(word: string, known: Iterable<string>): string {
  const guess = closest(word, known)
  return guess ? `. Did you mean \`${guess}\`?` : ''
}
