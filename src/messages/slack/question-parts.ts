import type { NodeVerdict } from '../../investigation/survey.ts'
import type { Match } from '../../model/answer.ts'
import type { Language } from '../../model/case.ts'
import type { NodeQuestion, PoolQuestion, Question } from '../../model/question.ts'
import { cleanLine } from './escape.ts'
import type { Extent } from './extent.ts'
import { writtenMoment } from './moment.ts'
import { bold, type Entry, line, type Part, part, plain } from './part.ts'
import type { QuestionWording } from './question-wording.ts'
import type { Wording } from './wording.ts'

/** What nodes were asked about an investigation, and whether they may be. */
export interface ProbingView {
  /** Nodes may be asked from here, and one of those that are connected has a probe for what is open. */
  readonly offered: boolean
  /** Oldest first. */
  readonly questions: readonly Question[]
  /** Of the question that is under way. */
  readonly progress: { readonly done: number; readonly of: number } | undefined
  /** What nodes that were asked earlier say of the shown case. */
  readonly otherNodes: readonly NodeVerdict[]
}

const MAX_NAME = 100
const MAX_SENTENCE = 250

export function targetOf(question: Question): string {
  return cleanLine(question.of === 'node' ? question.node : question.pool, MAX_NAME)
}

/** The node that was asked last and answered, also in part. */
export function lastNode({ questions }: ProbingView): NodeQuestion | undefined {
  return questions.findLast((it): it is NodeQuestion => it.of === 'node' && it.measured !== undefined)
}

/** What became of the last question: under way, measured, broken off. */
export function statusLines(probing: ProbingView, words: QuestionWording): string[] {
  const last = probing.questions.at(-1)
  const measured = lastNode(probing)
  return [
    ...(last?.state === 'asking' ? [askingLine(last, probing, words)] : []),
    ...(last?.state === 'interrupted' ? [words.interrupted(targetOf(last))] : []),
    ...(measured ? measuredLines(measured, words) : []),
  ]
}

export function statusPart(probing: ProbingView, words: QuestionWording, priority: number): Part {
  const entries = statusLines(probing, words).map((text): Entry => [line(plain(text))])
  return part(priority, undefined, entries)
}

function askingLine(question: Question, { progress }: ProbingView, words: QuestionWording): string {
  const asking = words.asking(targetOf(question))
  if (!progress) return `${asking} …`
  const done = question.of === 'node' ? words.done : words.doneNodes
  return `${asking}${done(progress.done, progress.of)}`
}

function measuredLines(question: NodeQuestion, words: QuestionWording): string[] {
  const node = targetOf(question)
  const fault = question.measured?.fault
  const facts = question.measured?.facts.length ?? 0
  return [
    ...(facts > 0 || fault === undefined ? [words.measured(node, timeOf(question))] : []),
    ...(fault === undefined ? [] : [words.fault(node, cleanLine(fault, MAX_SENTENCE))]),
  ]
}

/** What the node could not look at, each with its reason: never to be read as "nothing wrong". */
export function uncheckedPart(probing: ProbingView, extent: Extent, words: QuestionWording, priority: number): Part {
  const entries = uncheckedLines(probing, words).map((text): Entry => [line('• ', plain(text, 400))])
  return part(priority, line(bold(words.unchecked)), entries, extent.unchecked)
}

export function uncheckedLines(probing: ProbingView, words: QuestionWording): string[] {
  const notChecked = lastNode(probing)?.measured?.notChecked ?? []
  const seen = notChecked.filter(({ why }) => why !== 'not-here')
  const lines = seen.map(
    ({ what, why, says, probe }) =>
      `${cleanLine(what === '' ? probe : what, MAX_NAME)}: ${words.why[why]} (${cleanLine(says, MAX_SENTENCE)})`,
  )
  return [...new Set(lines)]
}

/** What the paste said before the node was asked, where the node says otherwise. */
export function outdatedPart(
  { verdict }: Match,
  extent: Extent,
  words: QuestionWording,
  language: Language,
  priority: number,
): Part {
  const entries = (verdict.outdated ?? []).map(({ says, fact }): Entry => {
    const number = fact.origin.from === 'paste' ? fact.origin.lines.at(-1) : undefined
    return [line(plain(words.outdated(cleanLine(says[language], extent.groundLength), number), 500))]
  })
  return part(priority, undefined, entries, extent.grounds)
}

/** "3 of 412": which nodes of a pool have the case, and which did not answer. */
export function surveyPart(
  probing: ProbingView,
  extent: Extent,
  words: QuestionWording,
  language: Language,
  priority: number,
): Part {
  const question = lastSurvey(probing)
  const survey = question?.survey
  if (!question || !survey) return part(priority, undefined, [])
  const confirmed = survey.confirmed.map(
    ({ node, says }): Entry => [line('✓ ', plain(node, MAX_NAME), ': ', plain(says[language], extent.groundLength))],
  )
  const more = survey.counts.confirmed - Math.min(confirmed.length, extent.nodes)
  const unlisted: Entry[] = more > 0 ? [[line(words.more(more))]] : []
  const rest: Entry[] = [
    [line(plain(silentLine(question, words, extent.nodes)))],
    [line(plain(undecidedLine(question, words, extent.nodes)))],
    [line(survey.counts['ruled-out'] > 0 ? words.ruledOut(survey.counts['ruled-out']) : '')],
  ]
  const heading = line(bold(surveyTitle(question, words), 300), ` (${words.poolEnded(timeOf(question))})`)
  return part(priority, heading, [...confirmed.slice(0, extent.nodes), ...unlisted, ...rest])
}

/** For a screen reader: the count, and the first nodes. */
export function surveyLines(probing: ProbingView, words: QuestionWording): string[] {
  const question = lastSurvey(probing)
  if (!question?.survey) return []
  const first = question.survey.confirmed.slice(0, 5).map(({ node }) => cleanLine(node, MAX_NAME))
  return [
    `${surveyTitle(question, words)}${first.length > 0 ? `: ${first.join(', ')}` : ''}`,
    ...[silentLine(question, words, 5)].filter((text) => text !== ''),
  ]
}

/** What the other nodes that were asked say of the case, each with its number. */
export function otherNodesPart(
  { otherNodes }: ProbingView,
  extent: Extent,
  wording: Wording,
  words: QuestionWording,
  language: Language,
  priority: number,
): Part {
  const entries = otherNodes.map(({ node, state, says }): Entry => {
    const number = says ? [': ', plain(says[language], extent.groundLength)] : []
    return [line('• ', plain(node, MAX_NAME), `: ${wording.verdict[state]}`, ...number)]
  })
  return part(priority, line(bold(words.otherNodes)), entries, extent.others)
}

function lastSurvey({ questions }: ProbingView): PoolQuestion | undefined {
  return questions.findLast((it): it is PoolQuestion => it.of === 'pool' && it.survey !== undefined)
}

function surveyTitle({ pool, caseId, nodes, survey }: PoolQuestion, words: QuestionWording): string {
  return words.pool(cleanLine(pool, MAX_NAME), survey?.counts.confirmed ?? 0, nodes, cleanLine(caseId, MAX_NAME))
}

/** Nodes that are silent for the same reason stand together. */
function silentLine({ survey }: PoolQuestion, words: QuestionWording, max: number): string {
  const listed = (survey?.silent ?? []).slice(0, max)
  const faults = [...new Set(listed.map(({ fault }) => fault))]
  const groups = faults.map((fault) => {
    const nodes = listed.filter((it) => it.fault === fault).map(({ node }) => cleanLine(node, 60))
    return `${nodes.join(', ')} (${cleanLine(fault, 60)})`
  })
  return counted(survey?.counts.silent ?? 0, words.silent, groups, listed.length)
}

function undecidedLine({ survey }: PoolQuestion, words: QuestionWording, max: number): string {
  const named = (survey?.undecided ?? [])
    .slice(0, max)
    .map(({ node, why }) => (why === '' ? cleanLine(node, 60) : `${cleanLine(node, 60)} (${cleanLine(why, 60)})`))
  return counted(survey?.counts.undecided ?? 0, words.undecided, named, named.length)
}

/** `listed` are how many of them the names are of. */
function counted(count: number, says: (count: number) => string, names: readonly string[], listed: number): string {
  return count === 0 ? '' : `${says(count)}: ${names.join(', ')}${count > listed ? ', …' : ''}`
}

function timeOf({ endedAt, askedAt }: Question): string {
  return writtenMoment(endedAt ?? askedAt)
}
