import type { Answer, Match } from '../model/answer.ts'
import type { Bilingual } from '../model/case.ts'
import type { CaseOfTheWeek, DueDigest, LibraryChanges, NearLimit, WeekReport } from '../model/digest.ts'
import type { Investigation } from '../model/investigation.ts'
import { isOftenWrong } from '../model/often-wrong.ts'
import { groupUnanswered, isAnswered, type Look } from './unanswered.ts'

export const WEEK_MS = 7 * 86_400_000

/** What the report of a week is made of. */
export interface WeekSources {
  /** Of one channel, opened in the seven days before the digest was due. */
  readonly investigations: readonly Investigation[]
  readonly answerOf: (investigation: Investigation) => Answer
  /** What an error line has in common with others of its kind. */
  readonly generalise: (line: string) => string | undefined
  /** Also of a case that is no longer in the library. */
  readonly titleOf: (caseId: string) => Bilingual
  readonly library: LibraryChanges
  readonly nearLimits: readonly NearLimit[]
}

export function reportWeek({ week, dueAt }: DueDigest, sources: WeekSources): WeekReport {
  const seen = sources.investigations.filter(({ asked, audience }) => asked || audience !== 'nobody')
  const looks = seen.map((investigation): Look => ({ investigation, answer: sources.answerOf(investigation) }))
  const answered = looks.filter(isAnswered)
  const solvedAfter = median(seen.flatMap(({ solved, openedAt }) => (solved ? [solved.at - openedAt] : [])))
  return {
    week,
    from: dueAt - WEEK_MS,
    to: dueAt,
    asked: seen.length,
    answered: answered.length,
    solved: seen.filter(({ solved }) => solved !== undefined).length,
    ...(solvedAfter !== undefined && { medianSolvedAfterMs: solvedAfter }),
    confirmedOnNodes: looks.filter(({ answer }) => answer.matches.some((it) => isMeasured(it, 'confirmed'))).length,
    ruledOutOnNodes: looks.filter(({ answer }) => answer.matches.some((it) => isMeasured(it, 'ruled-out'))).length,
    cases: countCases(answered, sources.titleOf),
    unanswered: groupUnanswered(looks, sources.generalise).slice(0, MOST_GROUPS),
    library: sources.library,
    nearLimits: sources.nearLimits,
  }
}

/** A digest that has nothing to tell is not sent. */
export function isWorthTelling({ asked, library, nearLimits }: WeekReport): boolean {
  return asked + library.added.length + library.changed.length + nearLimits.length > 0
}

export function isDoubtful({ shown, solved, dismissed }: CaseOfTheWeek): boolean {
  return isOftenWrong({ right: solved, wrong: dismissed, shown })
}

const MOST_CASES = 10
const MOST_GROUPS = 5

function isMeasured({ verdict }: Match, state: 'confirmed' | 'ruled-out'): boolean {
  return verdict.state === state && verdict.because.some(({ fact }) => fact.origin.from === 'node')
}

function countCases(looks: readonly Look[], titleOf: WeekSources['titleOf']): CaseOfTheWeek[] {
  const counts = new Map<string, Count>()
  for (const { investigation, answer } of looks) {
    const best = answer.matches[0]?.case.id
    if (best !== undefined) count(counts, best, investigation.solved?.caseId === best ? 'solved' : undefined)
    for (const id of investigation.dismissed) count(counts, id, 'dismissed')
  }
  return [...counts]
    .map(([id, it]) => ({ id, title: titleOf(id), ...it }))
    .sort((a, b) => b.shown - a.shown || b.solved - a.solved || (a.id < b.id ? -1 : 1))
    .slice(0, MOST_CASES)
}

type Count = Record<'shown' | 'solved' | 'dismissed', number>

/** A case was shown, and this is what somebody said of it. */
function count(counts: Map<string, Count>, id: string, said: 'solved' | 'dismissed' | undefined): void {
  const known = counts.get(id) ?? { shown: 0, solved: 0, dismissed: 0 }
  counts.set(id, { ...known, shown: known.shown + 1, ...(said && { [said]: known[said] + 1 }) })
}

function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[sorted.length >> 1]
}
