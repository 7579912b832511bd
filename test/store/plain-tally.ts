import type { Opinion, Standing, Vote, Votes } from '../../src/model/feedback.ts'

/** What the votes about one case come to, counted one by one: an engine that counts in another way comes to the same. */
export function plainTally(all: readonly Vote[], fingerprint: string | undefined): Standing {
  const votes = all.filter((vote) => vote.fingerprint === fingerprint)
  return {
    solved: distinct(votes, 'solved', (vote) => vote.investigation),
    notThis: distinct(votes, 'not-this', (vote) => vote.investigation),
    confirmed: distinct(votes, 'confirmed', (vote) => vote.node),
    ruledOut: distinct(votes, 'ruled-out', (vote) => vote.node),
    earlier: all.length - votes.length,
    votes: countedVotes(votes),
  }
}

/** ISO weeks of one person that count: whoever comes back every week for the same case is still one person. */
const MAX_WEEKS = 3
const DAY_MS = 86_400_000

function distinct(votes: readonly Vote[], opinion: Opinion, by: (vote: Vote) => string): number {
  return new Set(votes.filter((vote) => vote.opinion === opinion).map(by)).size
}

/** One vote of a person in an ISO week, whatever they pressed and however many nodes they had asked: the last one. */
function countedVotes(votes: readonly Vote[]): Votes {
  const weeksOf = new Map<string, Map<number, Opinion>>()
  for (const { person, at, opinion } of votes.toSorted((a, b) => a.at - b.at)) {
    const weeks = weeksOf.get(person) ?? new Map<number, Opinion>()
    weeksOf.set(person, weeks.set(isoWeek(at), opinion))
  }
  const counted = [...weeksOf.values()].flatMap((weeks) => [...weeks.values()].slice(-MAX_WEEKS))
  const right = counted.filter((opinion) => opinion === 'solved' || opinion === 'confirmed').length
  return { right, wrong: counted.length - right }
}

/** Counts Mondays in UTC; the first of January 1970 was a Thursday. */
function isoWeek(at: number): number {
  return Math.floor((at / DAY_MS + 3) / 7)
}
