import type { Answer, Confidence } from '../model/answer.ts'
import type { Case } from '../model/case.ts'
import type { LabelledPaste } from './labelled-pastes.ts'

/** All figures are counts. */
export interface Score {
  readonly n: number
  /** Pastes whose cause an expert can tell and the library has. */
  readonly decidable: { n: number; top1: number; top3: number }
  /** Pastes with several plausible causes: one of them must be among the first five. */
  readonly undecidable: { n: number; top5: number }
  /** Pastes about something else: a medium or high answer is a false alarm. */
  readonly none: { n: number; falseAlarms: number }
  /** Node faults that the library does not have: a high answer is wrong. */
  readonly otherNode: { n: number; wrongHigh: number }
  /** All high answers, and those whose case is neither the label nor one of its alternatives. */
  readonly high: { n: number; wrong: number }
  readonly labels: Record<string, { n: number; top1: number; top3: number; top5: number }>
  readonly misses: Miss[]
}

export interface Miss {
  readonly id: string
  readonly label: string
  readonly got: readonly string[]
  readonly confidence: Confidence | 'none'
}

type Group = 'decidable' | 'undecidable' | 'none' | 'otherNode'

/** Scores answers to labelled pastes, `answers[i]` to `pastes[i]`. A label that no case of the library has, by id or alias, is scored like `other-node`. */
export function scorePastes(
  pastes: readonly LabelledPaste[],
  cases: readonly Case[],
  answers: readonly Answer[],
): Score {
  const ids = idsByLabel(cases)
  const score: Score = {
    n: pastes.length,
    decidable: { n: 0, top1: 0, top3: 0 },
    undecidable: { n: 0, top5: 0 },
    none: { n: 0, falseAlarms: 0 },
    otherNode: { n: 0, wrongHigh: 0 },
    high: { n: 0, wrong: 0 },
    labels: {},
    misses: [],
  }
  pastes.forEach((paste, i) => {
    const answer = answers[i]
    if (answer) count(score, paste, answer, ids)
  })
  return score
}

type IdsByLabel = ReadonlyMap<string, readonly string[]>

/** A label is an id or an alias; an alias stands for each of the cases that have it. */
function idsByLabel(cases: readonly Case[]): IdsByLabel {
  const ids = new Map<string, string[]>()
  for (const { id, aliases } of cases) {
    for (const label of [id, ...aliases]) ids.set(label, [...(ids.get(label) ?? []), id])
  }
  return ids
}

function count(score: Score, paste: LabelledPaste, answer: Answer, ids: IdsByLabel): void {
  const right = new Set([paste.label, ...paste.alt].flatMap((label) => ids.get(label) ?? [label]))
  const got = answer.matches.map((match) => match.case.id)
  const isAmong = (first: number): number => Number(got.slice(0, first).some((id) => right.has(id)))
  const wrongHigh = Number(answer.confidence === 'high' && !isAmong(1))
  score.high.n += Number(answer.confidence === 'high')
  score.high.wrong += wrongHigh
  countLabel(score, paste.label, isAmong)
  const group = groupOf(paste, ids)
  score[group].n++
  if (countGroup(score, group, answer, isAmong, wrongHigh)) return
  score.misses.push({ id: paste.id, label: paste.label, got: got.slice(0, 5), confidence: answer.confidence })
}

function groupOf(paste: LabelledPaste, ids: IdsByLabel): Group {
  if (paste.label === 'none') return 'none'
  if (paste.label === 'undetermined') return paste.alt.some((label) => ids.has(label)) ? 'undecidable' : 'otherNode'
  if (!ids.has(paste.label)) return 'otherNode'
  return paste.decidable ? 'decidable' : 'undecidable'
}

/** Adds to the group's figures; false when the answer was wrong for its group. */
function countGroup(
  score: Score,
  group: Group,
  answer: Answer,
  isAmong: (first: number) => number,
  wrongHigh: number,
): boolean {
  if (group === 'decidable') {
    score.decidable.top1 += isAmong(1)
    score.decidable.top3 += isAmong(3)
    return isAmong(1) === 1 && wrongHigh === 0
  }
  if (group === 'undecidable') {
    score.undecidable.top5 += isAmong(5)
    return isAmong(5) === 1 && wrongHigh === 0
  }
  if (group === 'none') {
    const alarm = Number((answer.confidence === 'medium' || answer.confidence === 'high') && !isAmong(1))
    score.none.falseAlarms += alarm
    return alarm === 0
  }
  score.otherNode.wrongHigh += wrongHigh
  return wrongHigh === 0
}

function countLabel(score: Score, label: string, isAmong: (first: number) => number): void {
  const known = score.labels[label] ?? { n: 0, top1: 0, top3: 0, top5: 0 }
  score.labels[label] = {
    n: known.n + 1,
    top1: known.top1 + isAmong(1),
    top3: known.top3 + isAmong(3),
    top5: known.top5 + isAmong(5),
  }
}
