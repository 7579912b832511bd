import type { ModalView } from '@slack/types'
import type { Match } from '../../model/answer.ts'
import type { Language } from '../../model/case.ts'
import {
  askPart,
  evidencePart,
  groundsPart,
  othersPart,
  ruledOutPart,
  solvedPart,
  verdictPart,
} from './answer-parts.ts'
import { type AnswerView, shownMatch } from './answer-view.ts'
import { MODAL } from './budget.ts'
import { type Button, button } from './button.ts'
import { backgroundParts, caseFooter, fixPart, symptomParts } from './case-parts.ts'
import { commandElement } from './command-element.ts'
import { type CleanText, cleanLine, cut } from './escape.ts'
import { WHOLE } from './extent.ts'
import { actions, body, context, richBlocks } from './ladder.ts'
import { MUTE_WORDING } from './mute-wording.ts'
import { bold, type Entry, line, type Part, part } from './part.ts'
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
import { WORDING, type Wording } from './wording.ts'

const MAX_TITLE = 24

export interface MoreBesides {
  /** Others may be told of the case unasked, so it can be muted. */
  readonly mutable: boolean
  /** What came of a press. */
  readonly note?: string
}

/** What `More` opens: all evidence, all candidates, the whole case. It has one form, because a trigger opens one view. */
export function moreView(view: AnswerView, { mutable, note }: MoreBesides = { mutable: false }): ModalView {
  const wording = WORDING[view.language]
  const match = shownMatch(view)
  const title = cleanLine(match ? match.case.title[view.language] : wording.none, 150)
  const noted = note === undefined ? [] : [part(1, undefined, [[line(bold(note, 300))]])]
  const page = {
    title,
    parts: [...noted, ...parts(view, match, wording)],
    buttons: match && mutable && !view.muted ? muteButton(view, match) : [],
    footer: footer(view, match),
  }
  const { blocks, footer: shownFooter } = body(page, MODAL, wording)
  return modal([...richBlocks(title, blocks), ...actions(page.buttons), ...context(shownFooter)], wording)
}

/** In its place, for who may not see it any more. */
export function noteView(note: string, language: Language): ModalView {
  const text = { type: 'plain_text' as const, text: cleanLine(note, 300), emoji: false }
  return modal([{ type: 'section', text }], WORDING[language])
}

function modal(blocks: ModalView['blocks'], wording: Wording): ModalView {
  return {
    type: 'modal',
    callback_id: 'more',
    title: { type: 'plain_text', text: cut(wording.wholeCase, MAX_TITLE), emoji: false },
    close: { type: 'plain_text', text: cut(wording.close, MAX_TITLE), emoji: false },
    blocks,
  }
}

function parts(view: AnswerView, match: Match | undefined, wording: Wording): Part[] {
  if (!match) {
    const probing = view.probing ? probingParts(view.probing, wording, view.language) : []
    return [solvedPart(view, wording), ruledOutPart(view, undefined, WHOLE, wording, 2), ...probing]
  }
  const { language, answer } = view
  const words = QUESTION_WORDING[language]
  const reading = { language, wording, extent: WHOLE, captures: match.captures }
  return [
    solvedPart(view, wording),
    verdictPart(match, wording),
    quietPart(view),
    ...(view.probing ? [statusPart(view.probing, words, 1)] : []),
    groundsPart(match, WHOLE, wording, language, 2),
    outdatedPart(match, WHOLE, words, language, 2),
    ...(view.probing ? probingParts(view.probing, wording, language) : []),
    evidencePart(match, WHOLE, 6),
    askPart(answer.ask, WHOLE, wording, 4),
    missingPart(match, wording),
    fixPart(match.case, reading, 3),
    ruledOutPart(view, match, WHOLE, wording, 7),
    othersPart(view, match, WHOLE, wording, 8),
    ...backgroundParts(match.case, reading, 9),
    ...symptomParts(match.case, reading, 13),
  ]
}

function probingParts(probing: ProbingView, wording: Wording, language: Language): Part[] {
  const words = QUESTION_WORDING[language]
  return [
    uncheckedPart(probing, WHOLE, words, 2),
    surveyPart(probing, WHOLE, words, language, 3),
    otherNodesPart(probing, WHOLE, wording, words, language, 5),
  ]
}

/** Every command that would decide, where the one that separates most candidates is not enough. */
function missingPart({ verdict }: Match, wording: Wording): Part {
  const entries = verdict.missing.map((it): Entry => [commandElement(it.run, {}, WHOLE.commandLength, wording)])
  return part(5, line(bold(wording.missing)), entries, WHOLE.outcomes)
}

function footer({ provenance, language }: AnswerView, match: Match | undefined): CleanText[] {
  return match ? caseFooter(match.case, provenance.standing, language) : []
}

function muteButton({ investigation, language }: AnswerView, match: Match): Button[] {
  return button('mute', MUTE_WORDING[language].button, { investigation, case: match.case.id })
}
