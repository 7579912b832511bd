import type { Answer, Match } from '../model/answer.ts'
import type { Bilingual } from '../model/case.ts'
import type {
  CaseOfTheWeek,
  DueDigest,
  LibraryChanges,
  NearLimit,
  UnansweredGroup,
  WeekReport,
} from '../model/digest.ts'
import type { Investigation } from '../model/investigation.ts'

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
    unanswered: groupUnanswered(looks, sources.generalise),
    library: sources.library,
    nearLimits: sources.nearLimits,
  }
}

/** A digest that has nothing to tell is not sent. */
export function isWorthTelling({ asked, library, nearLimits }: WeekReport): boolean {
  return asked + library.added.length + library.changed.length + nearLimits.length > 0
}

/** Shown often enough to judge, and more often rejected than not. */
export function isDoubtful({ shown, solved, dismissed }: CaseOfTheWeek): boolean {
  return dismissed >= FEWEST_DISMISSALS && dismissed > solved && dismissed * 2 >= shown
}

const FEWEST_DISMISSALS = 2
const MOST_CASES = 10
const MOST_GROUPS = 5
const MOST_LINES_READ = 200

interface Look {
  readonly investigation: Investigation
  readonly answer: Answer
}

function isAnswered({ answer, investigation }: Look): boolean {
  return investigation.dismissed.length > 0 || (answer.confidence !== 'none' && answer.confidence !== 'low')
}

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

function groupUnanswered(looks: readonly Look[], generalise: WeekSources['generalise']): UnansweredGroup[] {
  const groups = new Map<string, UnansweredGroup>()
  for (const { investigation } of looks.filter((look) => !isAnswered(look) && !look.investigation.solved)) {
    const template = firstTemplate(investigation, generalise)
    if (template === undefined) continue
    const count = (groups.get(template)?.count ?? 0) + 1
    groups.set(template, { template, count, investigation: investigation.id })
  }
  return [...groups.values()]
    .sort((a, b) => b.count - a.count || (a.template < b.template ? -1 : 1))
    .slice(0, MOST_GROUPS)
}

/** An error is told by the line that says so, else by the first that says anything. */
function firstTemplate({ pastes }: Investigation, generalise: WeekSources['generalise']): string | undefined {
  const lines = pastes.flatMap(({ text }) => text.split('\n', MOST_LINES_READ)).slice(0, MOST_LINES_READ)
  const telling = lines.filter((line) => /error|fail|denied|refused|timeout|cannot|panic|no such|错误|失败/i.test(line))
  for (const line of [...telling, ...lines]) {
    const template = generalise(line)
    if (template !== undefined) return template
  }
  return undefined
}

function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[sorted.length >> 1]
}
