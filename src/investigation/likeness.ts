import type { Answer } from '../model/answer.ts'

/**
 * What an error has in common with others of its kind: the case that is likely right, else what tells its line from others.
 * Undefined when there is neither: then nobody can say whether it came again.
 */
export function likenessOf(answer: Answer, sign: () => string | undefined): string | undefined {
  const likely = likelyCase(answer)
  if (likely !== undefined) return `case ${likely}`
  const line = sign()
  return line === undefined ? undefined : `line ${line}`
}

/** With low confidence it is no more than a guess at the words. */
export function likelyCase({ confidence, matches }: Answer): string | undefined {
  return confidence === 'high' || confidence === 'medium' ? matches[0]?.case.id : undefined
}
