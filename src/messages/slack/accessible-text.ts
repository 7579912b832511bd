import type { Match } from '../../model/answer.ts'
import type { Ask } from '../../model/verdict.ts'
import { nodeWords, verdictWords } from './answer-parts.ts'
import { type AnswerView, ruledOutMatches } from './answer-view.ts'
import { shownCommand } from './command-element.ts'
import { writtenDuration } from './duration.ts'
import { type CleanText, cleanLine, mrkdwn } from './escape.ts'
import { BRIEF } from './extent.ts'
import { isUserId } from './part.ts'
import { statusLines, surveyLines, uncheckedLines } from './question-parts.ts'
import { QUESTION_WORDING } from './question-wording.ts'
import { quietText } from './quiet-parts.ts'
import type { Wording } from './wording.ts'

/** `chat.update` refuses more than 4,000 characters. */
const MAX_TEXT = 3900

/** What is read aloud, notified, and shown where blocks are refused: the verdict, the fix's first step, what to run to be sure. */
export function answerText(view: AnswerView, match: Match, wording: Wording): string {
  const open = view.state.is === 'open' && match.verdict.state === 'undecided'
  const ask = open ? view.answer.ask : undefined
  return accessibleText([
    [escaped(match.case.title[view.language], 200)],
    [solvedText(view, wording)],
    [escaped(verdictWords(match, wording), 300)],
    quietText(view),
    probingText(view),
    groundText(view, match, wording),
    surveyText(view),
    askText(ask, wording),
    stepText(view, match, ask, wording),
  ])
}

/** The same where no case is left: what a node ruled out is said with its number. */
export function noneText(view: AnswerView, title: CleanText, wording: Wording): string {
  const ruledOut = view.probing ? ruledOutMatches(view, undefined).slice(0, 3) : []
  return accessibleText([
    [mrkdwn(title)],
    quietText(view),
    probingText(view),
    ...ruledOut.map((match) => [
      escaped(`${wording.notThis}${match.case.id}`, 150),
      ...groundText(view, match, wording),
    ]),
    surveyText(view),
    view.asked ? [`${wording.wouldHelp}: ${wording.help.join('; ')}`] : [],
  ])
}

/** Paragraphs of escaped lines, each whole or not at all: a command that was cut would do something else. */
export function accessibleText(paragraphs: readonly (readonly string[])[]): string {
  let text = ''
  for (const paragraph of paragraphs) {
    const longer = [text, ...paragraph].filter((line) => line !== '').join('\n')
    if (longer.length <= MAX_TEXT) text = longer
  }
  return text === '' ? '…' : text
}

/** Empty unless somebody solved it; of who did, the mention. */
export function solvedText({ state, language }: AnswerView, wording: Wording): string {
  if (state.is === 'open') return ''
  const by = isUserId(state.by) ? `<@${state.by}>` : escaped(state.by, 50)
  return `${wording.solvedBy}${by}${wording.after(writtenDuration(state.afterMs, language))}`
}

function groundText({ language }: AnswerView, { verdict }: Match, wording: Wording): string[] {
  return verdict.because.slice(0, 2).map((it) => {
    const { origin } = it.fact
    const says = escaped(`${wording.ground[it.effect]}: ${it.says[language]}`, BRIEF.groundLength)
    return origin.from === 'node' ? `${says} (${escaped(nodeWords(origin, wording), 250)})` : says
  })
}

/** What became of the question to a node, and that something could not be checked. */
function probingText({ probing, language }: AnswerView): string[] {
  if (!probing) return []
  const words = QUESTION_WORDING[language]
  const [first, ...more] = uncheckedLines(probing, words)
  const unchecked = first === undefined ? [] : [`${words.unchecked}: ${first}${more.length > 0 ? ' …' : ''}`]
  return [...statusLines(probing, words), ...unchecked].map((text) => escaped(text, 400))
}

function surveyText({ probing, language }: AnswerView): string[] {
  return probing ? surveyLines(probing, QUESTION_WORDING[language]).map((text) => escaped(text, 500)) : []
}

function askText(ask: Ask | undefined, wording: Wording): string[] {
  const command = ask && shownCommand(ask.command, {}, BRIEF.commandLength)
  if (!ask || !command) return []
  const outcomes = ask.outcomes
    .slice(0, BRIEF.outcomes)
    .map((it) => escaped(`${wording.askUnit} ${it.when}: ${wording.effect[it.effect]} ${it.case}`, 200))
  return [`${wording.askTitle}:`, mrkdwn(command), ...outcomes]
}

function stepText(
  { language }: AnswerView,
  { case: subject, captures }: Match,
  ask: Ask | undefined,
  wording: Wording,
): string[] {
  const [step] = subject.fix
  if (!step) return []
  const command = step.run === undefined ? undefined : shownCommand(step.run, captures, BRIEF.commandLength)
  const run = step.run === ask?.command ? wording.commandAbove : command && mrkdwn(command)
  return [
    escaped(`${wording.stepOne}: ${step.do[language]} (${wording.risk[step.risk]})`, BRIEF.stepLength),
    ...(step.before ? [escaped(`${wording.before} ${step.before[language]}`, BRIEF.stepLength)] : []),
    ...(run ? [run] : []),
  ]
}

function escaped(text: string, max: number): string {
  return mrkdwn(cleanLine(text, max))
}
