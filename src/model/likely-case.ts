import type { Shown } from './investigation.ts'

/** The case that an answer leads with. With low confidence, as of what is ruled out, it is no more than a guess at the words. */
export function likelyCase(shown: Shown | undefined): string | undefined {
  return shown?.confidence === 'high' || shown?.confidence === 'medium' ? shown.caseId : undefined
}
