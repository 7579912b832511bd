import type { Standing, TextStanding } from '../model/feedback.ts'

const NOTHING_SAID: Omit<Standing, 'earlier'> = {
  solved: 0,
  notThis: 0,
  confirmed: 0,
  ruledOut: 0,
  votes: { right: 0, wrong: 0 },
}

/**
 * What was said of the texts of one case, as its text is now. What was said of earlier texts is only counted: whoever
 * corrected the case answered it already, and a case that somebody broke has to earn its place again.
 */
export function tally(texts: readonly TextStanding[], fingerprint: string | undefined): Standing {
  const now = texts.find((text) => text.fingerprint === fingerprint)
  const { solved, notThis, confirmed, ruledOut, votes } = now ?? NOTHING_SAID
  const all = texts.reduce((sum, { said }) => sum + said, 0)
  return { solved, notThis, confirmed, ruledOut, votes, earlier: all - (now?.said ?? 0) }
}
