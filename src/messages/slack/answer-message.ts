import type { Match } from '../../model/answer.ts'
import type { Language } from '../../model/case.ts'
import { accessibleText, answerText, noneText, solvedText } from './accessible-text.ts'
import {
  askPart,
  evidencePart,
  groundsPart,
  othersPart,
  ruledOutPart,
  solvedPart,
  verdictPart,
} from './answer-parts.ts'
import { type AnswerView, ruledOutMatches, shownMatch } from './answer-view.ts'
import { type Button, button, type Pressed } from './button.ts'
import { fixPart } from './case-parts.ts'
import { DRAFT_WORDING } from './draft-wording.ts'
import { type CleanText, cleanLine, mrkdwn } from './escape.ts'
import { BRIEF } from './extent.ts'
import { ladder, type SlackMessage } from './ladder.ts'
import { bold, type Entry, line, type Part, part, plain } from './part.ts'
import {
  otherNodesPart,
  outdatedPart,
  type ProbingView,
  statusPart,
  surveyPart,
  uncheckedPart,
} from './question-parts.ts'
import { QUESTION_WORDING } from './question-wording.ts'
import { quietPart } from './quiet-parts.ts'
import { standingLines } from './standing.ts'
import { WORDING, type Wording } from './wording.ts'

/** The one message of an investigation, in its forms from the richest to the plainest. */
export function answerMessage(view: AnswerView): SlackMessage[] {
  const wording = WORDING[view.language]
  const match = shownMatch(view)
  if (match) return knownCase(view, match, wording)
  return view.state.is === 'solved' ? solvedWithout(view, view.state.caseId, wording) : nothingKnown(view, wording)
}

function knownCase(view: AnswerView, match: Match, wording: Wording): SlackMessage[] {
  const letter = {
    title: cleanLine(match.case.title[view.language], 150),
    parts: answerParts(view, match, wording),
    buttons: buttons(view, match.case.id, wording),
    footer: provenance(view, match, wording),
    text: answerText(view, match, wording),
    investigation: view.investigation,
  }
  return ladder(letter, wording)
}

/** What is known and why, then what to do: the command that would decide before the fix. */
function answerParts(view: AnswerView, match: Match, wording: Wording): Part[] {
  const { language, answer, state } = view
  const words = QUESTION_WORDING[language]
  const ask = state.is === 'open' && match.verdict.state === 'undecided' ? answer.ask : undefined
  const reading = { language, wording, extent: BRIEF, captures: match.captures, above: ask?.command }
  return [
    solvedPart(view, wording),
    verdictPart(match, wording),
    quietPart(view),
    ...(view.probing ? [statusPart(view.probing, words, 1)] : []),
    groundsPart(match, BRIEF, wording, language, 2),
    outdatedPart(match, BRIEF, words, language, 2),
    ...(view.probing ? [uncheckedPart(view.probing, BRIEF, words, 2)] : []),
    evidencePart(match, BRIEF, 5),
    askPart(ask, BRIEF, wording, 3),
    ruledOutPart(view, match, BRIEF, wording, 6),
    ...outdatedRuledOut(view, match),
    fixPart(match.case, reading, 4),
    ...(view.probing ? poolParts(view.probing, wording, language) : []),
    ...(state.is === 'open' ? [othersPart(view, match, BRIEF, wording, 7)] : []),
  ]
}

/** Whoever pasted a number that speaks for a case is told why it is ruled out all the same. */
function outdatedRuledOut(view: AnswerView, shown: Match | undefined): Part[] {
  const { language } = view
  const others = ruledOutMatches(view, shown).slice(0, BRIEF.ruledOut)
  return others.map((match) => outdatedPart(match, BRIEF, QUESTION_WORDING[language], language, 6))
}

function poolParts(probing: ProbingView, wording: Wording, language: Language): Part[] {
  const words = QUESTION_WORDING[language]
  return [surveyPart(probing, BRIEF, words, language, 3), otherNodesPart(probing, BRIEF, wording, words, language, 5)]
}

function buttons(view: AnswerView, caseId: string, wording: Wording): Button[] {
  const { investigation, state, audience } = view
  const pressed = { investigation, case: caseId }
  if (state.is === 'solved') return button('undo', wording.buttons.undo, pressed)
  return [
    ...probingButtons(view, pressed),
    ...button('solved', wording.buttons.solved, pressed),
    ...button('not_this', wording.buttons.notThis, pressed),
    ...button('more', wording.buttons.more, pressed),
    ...(audience === 'author' ? button('share', wording.buttons.share, pressed) : []),
  ]
}

/** None while a question is under way: its answer comes first. */
function probingButtons({ probing, audience, language }: AnswerView, pressed: Pressed): Button[] {
  const words = QUESTION_WORDING[language]
  if (probing?.offered !== true || audience !== 'thread') return []
  if (probing.questions.at(-1)?.state === 'asking') return []
  const last = probing.questions.findLast((it) => it.of === 'node')
  return [
    ...button('confirm', words.confirm, pressed),
    ...(last ? button('ask_again', words.again(cleanLine(last.node, 50)), pressed) : []),
  ]
}

function provenance(view: AnswerView, match: Match, wording: Wording): CleanText[] {
  const { audience, siblings, provenance: from, language } = view
  const { signatures, reviewed } = match.case
  return [
    ...(audience === 'author' ? [wording.onlyYou] : []),
    ...(from.matchedSignatures > 0 ? [wording.signatures(from.matchedSignatures, signatures.length)] : []),
    ...(siblings > 0 ? [wording.siblings(siblings)] : []),
    ...standingLines(from.standing, language),
    `${wording.reviewed} ${reviewed}`,
    `${wording.library} ${from.libraryRevision}`,
  ].map((text) => cleanLine(text, 100))
}

/** The case that solved it is gone from the library or the matches: no other stands in its place. */
function solvedWithout(view: AnswerView, caseId: string, wording: Wording): SlackMessage[] {
  const letter = {
    title: cleanLine(caseId, 150),
    parts: [solvedPart(view, wording), quietPart(view)],
    buttons: buttons(view, caseId, wording),
    footer: [],
    text: accessibleText([[mrkdwn(cleanLine(caseId, 150))], [solvedText(view, wording)]]),
    investigation: view.investigation,
  }
  return ladder(letter, wording)
}

/** What the facts ruled out is still said; what would help only to who asked. */
function nothingKnown(view: AnswerView, wording: Wording): SlackMessage[] {
  const title = cleanLine(view.dismissed > 0 ? wording.noneLeft : wording.none, 150)
  const words = QUESTION_WORDING[view.language]
  const help = view.asked ? wording.help.map((text): Entry => [line(`• ${text}`)]) : []
  const letter = {
    title,
    parts: [
      quietPart(view),
      ...(view.probing ? [statusPart(view.probing, words, 1)] : []),
      ruledOutPart(view, undefined, BRIEF, wording, 1),
      ...outdatedRuledOut(view, undefined),
      ...(view.probing ? [uncheckedPart(view.probing, BRIEF, words, 1)] : []),
      ...(view.probing ? poolParts(view.probing, wording, view.language) : []),
      readPart(view, wording),
      part(3, line(bold(wording.wouldHelp)), help),
    ],
    buttons: [...ruledOutButtons(view), ...writeButton(view)],
    footer: [cleanLine(`${wording.library} ${view.provenance.libraryRevision}`, 100)],
    text: noneText(view, title, wording),
    investigation: view.investigation,
  }
  return ladder(letter, wording)
}

/** What is ruled out on one node may be on another, or tomorrow. */
function ruledOutButtons(view: AnswerView): Button[] {
  const [first] = ruledOutMatches(view, undefined)
  return first ? probingButtons(view, { investigation: view.investigation, case: first.case.id }) : []
}

/** Whoever asked in vain may know the answer tomorrow. */
function writeButton({ investigation, asked, language }: AnswerView): Button[] {
  if (!asked) return []
  return button('write_case', DRAFT_WORDING[language].buttons.write, { investigation, case: '' })
}

/** That output was understood, so that nobody pastes it again. */
function readPart({ answer }: AnswerView, wording: Wording): Part {
  const kinds = [...new Set(answer.facts.map((fact) => fact.kind))]
  return part(2, undefined, kinds.length === 0 ? [] : [[line(plain(`${wording.read}: ${kinds.join(', ')}`, 300))]])
}
